namespace Meida.Tickets.Live;

/// <summary>One event of the stream.</summary>
internal sealed record TicketChange(Guid TicketId, string TicketNo, string Status, int Version, DateTimeOffset At);

/// <summary>The same with its place in the stream and with what decides who may see it.</summary>
/// <param name="Sequence">The place.</param>
/// <param name="Change">What everybody is told who may see the ticket.</param>
/// <param name="TechnicianId">Who has the ticket.</param>
/// <param name="FormerTechnicianId">Who lost it by this change.</param>
internal sealed record SequencedChange(long Sequence, TicketChange Change, Guid? TechnicianId, Guid? FormerTechnicianId)
{
    /// <summary>The status told to a technician who lost the ticket.</summary>
    public const string Removed = "REMOVED";

    /// <summary>What an account is told whose reach is one technician's tickets; null when it is nobody's business.</summary>
    public TicketChange? For(Guid? reach) => reach is null || reach == TechnicianId ? Change
        : reach == FormerTechnicianId ? Change with { Status = Removed }
        : null;
}
