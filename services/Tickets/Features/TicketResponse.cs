using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Serialization;
using Meida.SharedKernel;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Features;

/// <summary>A ticket as lists show it.</summary>
internal record TicketSummary(
    Guid Id, string TicketNo, TicketStatus Status, int Version, string CustomerName, string CustomerPhoneMasked, string Address,
    Guid? CenterId, string? CenterName, string? ProductModel, string IssueDesc, DateOnly AppointmentDate, TimeOnly AppointmentTime,
    Guid? TechnicianId, string? TechnicianName, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? CompletedAt,
    string? CanceledReason, int ReceiptCount, DateTimeOffset? ErasedAt, DateTimeOffset? UrgedAt, TicketRating? Rating,
    string? SerialNumber, Coverage Coverage, TicketPriority Priority, Guid? FollowUpOf, DateTimeOffset? VisitDueAt, DateTimeOffset? CompleteDueAt,
    bool Overdue, string? Resolution, string? FaultCode, IReadOnlyList<ReportPart> Parts, ReportFees? Fees, string? ChargeReason, long? Total)
{
    /// <summary>Names no personal data.</summary>
    public sealed override string ToString() => TicketNo;
}

/// <summary>What the customer thought of the work.</summary>
/// <param name="Score">1-5.</param>
/// <param name="Comment">In the customer's words.</param>
/// <param name="At">When.</param>
internal sealed record TicketRating(int Score, string? Comment, DateTimeOffset At);

/// <summary>A ticket with its history and its images.</summary>
internal sealed record TicketResponse : TicketSummary
{
    public TicketResponse(TicketSummary ticket, IReadOnlyList<TicketEventResponse> events, IReadOnlyList<TicketImageResponse> images)
        : base(ticket) => (Events, Images) = (events, images);

    // In the answer the ticket comes first; without an order what a record adds would.

    /// <summary>The id once more, under the name that the answer to a booking gives it.</summary>
    [JsonPropertyOrder(1)]
    public Guid TicketId => Id;

    [JsonPropertyOrder(2)]
    public IReadOnlyList<TicketEventResponse> Events { get; }

    [JsonPropertyOrder(3)]
    public IReadOnlyList<TicketImageResponse> Images { get; }

    /// <summary>In the answer to a new ticket: the numbers of open ones of the same telephone on the same day.</summary>
    [JsonPropertyOrder(4)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? PossibleDuplicates { get; init; }

    /// <summary>In the answer to a new ticket: the customer's own page of it, for the agent to pass on.</summary>
    [JsonPropertyOrder(5)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ManageUrl { get; init; }
}

/// <summary>An entry of a ticket's history.</summary>
internal sealed record TicketEventResponse(
    Guid Id, TicketAction Action, string Actor, string ActorRole, DateTimeOffset At, TicketStatus? FromStatus, TicketStatus ToStatus,
    JsonElement Details)
{
    public static TicketEventResponse Of(TicketEvent happened) => new(
        happened.Id, happened.Action, happened.ActorName, happened.ActorRole, happened.At, happened.FromStatus, happened.ToStatus,
        JsonElement.Parse(happened.DetailsJson));
}

/// <summary>An image of a ticket; Files has the bytes.</summary>
internal sealed record TicketImageResponse(
    Guid ImageId, string Type, string Url, string ContentType, long Size, int Width, int Height, string ChecksumSha256,
    string UploadedBy, DateTimeOffset UploadedAt)
{
    public static TicketImageResponse Of(TicketImage image) => new(
        image.Id, image.Type, $"/api/files/ticket-receipt/{image.Id}", image.ContentType, image.Size, image.Width, image.Height,
        image.ChecksumSha256, image.UploadedBy, image.UploadedAt);
}

internal static class TicketReading
{
    /// <summary>The ticket as the API shows it, as it stands in the current transaction.</summary>
    public static async Task<TicketResponse> Read(this TicketsDbContext db, Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        var ticket = await db.Tickets.AsNoTracking().Where(t => t.Id == id).Select(Summary(db, now)).SingleAsync(cancel);
        var events = await db.Events.AsNoTracking().Where(e => e.TicketId == id).OrderBy(e => e.Sequence).ToListAsync(cancel);
        var images = await db.Images.AsNoTracking().Where(i => i.TicketId == id).OrderBy(i => i.UploadedAt).ThenBy(i => i.Id).ToListAsync(cancel);
        // The pictures of an erased ticket are gone; that there were some is still counted.
        return new(ticket, [.. events.Select(TicketEventResponse.Of)], ticket.ErasedAt is null ? [.. images.Select(TicketImageResponse.Of)] : []);
    }

    /// <summary>The one projection of a ticket.</summary>
    public static Expression<Func<Ticket, TicketSummary>> Summary(TicketsDbContext db, DateTimeOffset now) => t => new TicketSummary(
        t.Id, t.TicketNo, t.Status, t.Version, t.CustomerName, t.CustomerPhoneMasked, t.Address,
        t.CenterId, db.Centers.Where(c => c.Id == t.CenterId).Select(c => c.Name).FirstOrDefault(),
        t.ProductModel, t.IssueDesc, t.AppointmentDate, t.AppointmentTime,
        t.TechnicianId, db.Technicians.Where(c => c.Id == t.TechnicianId).Select(c => c.Name).FirstOrDefault(),
        t.CreatedAt, t.UpdatedAt, t.CompletedAt, t.CanceledReason,
        db.Images.Count(i => i.TicketId == t.Id && i.Type == TicketImage.Receipt), t.ErasedAt,
        t.UrgedAt, t.RatedAt == null ? null : new TicketRating(t.RatingScore!.Value, t.RatingComment, t.RatedAt.Value),
        t.SerialNumber, t.Coverage, t.Priority, t.FollowUpOf, t.VisitDueAt, t.CompleteDueAt, t.DueAt < now,
        t.Resolution, t.FaultCode, t.Parts, t.Fees, t.ChargeReason, t.Total);
}
