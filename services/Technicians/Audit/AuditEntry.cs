namespace Meida.Technicians.Audit;

/// <summary>
/// Who did, or tried, what, when and from where; the columns of Tickets' audit log, so that both are read in one way.
/// Rows are only ever added.
/// </summary>
internal sealed class AuditEntry
{
    /// <summary>The result of a command that was carried out; otherwise the slug of the refusal.</summary>
    public const string Done = "done";

    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? ActorUserId { get; init; }

    public required string ActorName { get; init; }

    public required string ActorRole { get; init; }

    /// <summary>The route's name: <c>ADD_TECHNICIAN</c>, <c>CHANGE_CENTER</c>, …</summary>
    public required string Action { get; init; }

    public Guid? TicketId { get; init; }

    public string? TicketNo { get; init; }

    public string? ClientAddress { get; init; }

    public required string Result { get; init; }

    /// <summary>Which thing and which of its fields; never what they hold.</summary>
    public required string DetailsJson { get; init; }
}
