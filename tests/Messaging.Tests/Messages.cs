using Meida.Contracts;

namespace Meida.Messaging.Tests;

public sealed record NoteWritten(Guid NoteId);

public sealed record NoteEcho(Guid NoteId);

public sealed record GetNote(Guid NoteId);

public sealed record NoteAnswer(string? Text);

public sealed record Counted(Guid CounterId);

public sealed record CountDone(Guid CounterId);

public sealed record CounterWaits(Guid CounterId);

public sealed record CounterTimedOut(Guid CounterId);

[PublicEvent("ticket.noted")]
public sealed record TicketNoted(
    Guid TicketId, string TicketNo, int Version, DateTimeOffset OccurredAt, DateOnly AppointmentDate, TimeOnly AppointmentTime,
    [property: InternalOnly] string NotedBy, string? ProductModel) : ITicketEvent;
