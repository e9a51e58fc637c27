using System.Text.Json;
using Meida.ServiceDefaults.Http;

namespace Meida.Tickets.Domain;

/// <summary>One entry of a ticket's history.</summary>
internal sealed class TicketEvent
{
    /// <summary>Also the id of the message that announces it, so that receivers take it once.</summary>
    public required Guid Id { get; init; }

    /// <summary>Numbers all events of all tickets; given by the database.</summary>
    public long Sequence { get; private set; }

    public required Guid TicketId { get; init; }

    public required TicketAction Action { get; init; }

    public Guid? ActorUserId { get; init; }

    public required string ActorName { get; init; }

    public required string ActorRole { get; init; }

    public required DateTimeOffset At { get; init; }

    public TicketStatus? FromStatus { get; init; }

    public required TicketStatus ToStatus { get; init; }

    /// <summary>The ticket's version after the event.</summary>
    public required int TicketVersion { get; init; }

    /// <summary>Who lost the ticket by this event.</summary>
    public Guid? FormerTechnicianId { get; init; }

    /// <summary>A JSON object; no personal data beyond what the ticket itself shows.</summary>
    public required string DetailsJson { get; init; }

    /// <summary>Where the actor called from. Goes to the audit log, not into the history.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>What the announcement says of an assignment.</summary>
    public AssignmentFacts? Assignment { get; init; }

    /// <summary>The image that came in, when one did.</summary>
    public TicketImage? Receipt { get; init; }

    /// <summary>The image that was deleted, when one was.</summary>
    public ReceiptRemoval? Removal { get; init; }

    /// <summary>
    /// The CloudEvent that other systems got, without its trace, for those who need it once more. Null when they got none,
    /// and on events from before this was kept.
    /// </summary>
    public string? Announcement { get; set; }

    public static string Details(object? details) => details is null ? "{}" : JsonSerializer.Serialize(details, JsonConventions.Options);
}

/// <summary>The reservation behind an assignment, and the one it replaces.</summary>
/// <param name="AssignmentId">The saga and the reservation.</param>
/// <param name="FormerTechnicianId">Who had the ticket before.</param>
/// <param name="FormerAssignmentId">The reservation that is over.</param>
/// <param name="Reason">Why it failed, when it did.</param>
internal sealed record AssignmentFacts(
    Guid AssignmentId, Guid? FormerTechnicianId = null, Guid? FormerAssignmentId = null, string? Reason = null);

/// <summary>An image that is on its ticket no more.</summary>
/// <param name="Id">This removal.</param>
/// <param name="ImageId">The image.</param>
/// <param name="Type">What it showed.</param>
internal sealed record ReceiptRemoval(Guid Id, Guid ImageId, string Type);
