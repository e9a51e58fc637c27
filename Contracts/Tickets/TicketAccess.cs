namespace Meida.Contracts.Tickets;

/// <summary>
/// Request to Tickets: what may be done to this ticket now? Files asks before it refuses an upload, because its own
/// projection may be late (a projection may say yes; only the owner may say no).
/// </summary>
/// <param name="TicketId">The id, or null when asked by number.</param>
/// <param name="TicketNo">The number in upper case, or null when asked by id.</param>
public sealed record GetTicketAccess(Guid? TicketId, string? TicketNo);

/// <summary>Answer to <see cref="GetTicketAccess"/>.</summary>
/// <param name="Ticket">The ticket's state, or null when there is no such ticket.</param>
public sealed record TicketAccessAnswer(TicketAccessState? Ticket);

/// <summary>What Files needs to know of a ticket.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNo">Its number.</param>
/// <param name="Status">Its status, as in the HTTP API: <c>ASSIGNED</c>, …</param>
/// <param name="Version">Its version.</param>
/// <param name="TechnicianId">Whose ticket it is, when assigned.</param>
public sealed record TicketAccessState(Guid TicketId, string TicketNo, string Status, int Version, Guid? TechnicianId);
