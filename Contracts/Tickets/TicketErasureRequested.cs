namespace Meida.Contracts.Tickets;

/// <summary>
/// Everything that names the customer of this ticket is to be removed, wherever it is kept: name, telephone, address, fault,
/// and the pictures. Number, dates and states stay. Files publishes <see cref="Files.TicketFilesErased"/> when it has. Safe to repeat.
/// </summary>
/// <param name="TicketId">The ticket.</param>
[NeedsReceiver]
public sealed record TicketErasureRequested(Guid TicketId);
