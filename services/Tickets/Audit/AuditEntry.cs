using Meida.Tickets.Domain;

namespace Meida.Tickets.Audit;

/// <summary>Who did, or tried, what to which ticket, when and from where. Rows are only ever added.</summary>
internal sealed class AuditEntry
{
    /// <summary>The result of a command that was carried out; otherwise the slug of the refusal.</summary>
    public const string Done = "done";

    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? ActorUserId { get; init; }

    public required string ActorName { get; init; }

    public required string ActorRole { get; init; }

    /// <summary>The ticket event's action, or the command that was refused.</summary>
    public required string Action { get; init; }

    public Guid? TicketId { get; init; }

    public string? TicketNo { get; init; }

    public string? ClientAddress { get; init; }

    public required string Result { get; init; }

    public required string DetailsJson { get; init; }

    public static AuditEntry Of(TicketEvent happened, string ticketNo) => Of(
        new ActorInfo(happened.ActorUserId, happened.ActorName, happened.ActorRole, happened.ClientAddress), happened.At,
        EnumText.Of(happened.Action), happened.TicketId, ticketNo, Done,
        // A reason is free text in which people write names and numbers; it stays with the ticket.
        happened.Action is TicketAction.Canceled or TicketAction.Returned ? "{}" : happened.DetailsJson);

    public static AuditEntry Of(
        ActorInfo by, DateTimeOffset at, string action, Guid? ticketId, string? ticketNo, string result, string detailsJson = "{}") => new()
        {
            Id = Guid.CreateVersion7(at),
            At = at,
            ActorUserId = by.UserId,
            ActorName = by.Name,
            ActorRole = by.Role,
            Action = action,
            TicketId = ticketId,
            TicketNo = ticketNo,
            ClientAddress = by.ClientAddress,
            Result = result,
            DetailsJson = detailsJson,
        };
}
