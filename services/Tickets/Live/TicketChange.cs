using Meida.Tickets.Domain;

namespace Meida.Tickets.Live;

/// <summary>One event of the stream.</summary>
internal sealed record TicketChange(Guid TicketId, string TicketNo, TicketStatus Status, int Version, DateTimeOffset At);

/// <summary>The same with its place in the stream and with what decides who may see it.</summary>
internal sealed record SequencedChange(long Sequence, TicketChange Change, Guid? TechnicianId);
