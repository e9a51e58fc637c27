namespace Meida.Contracts.Tickets;

/// <summary>
/// A ticket's personal data is to be erased: every service deletes what it keeps of it. Files deletes all pictures and
/// publishes <see cref="Files.TicketFilesErased"/>. Safe to repeat.
/// </summary>
/// <param name="TicketId">The ticket.</param>
public sealed record TicketErasureRequested(Guid TicketId);
