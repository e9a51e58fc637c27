namespace Meida.Contracts.Booking;

/// <summary>Somebody tried too many telephones on a ticket number: look-ups of it are refused for a while. Tickets audits it.</summary>
/// <param name="TicketNo">The number that was tried; there may be no such ticket.</param>
/// <param name="Misses">How many tries missed.</param>
/// <param name="SealedClientAddress">Where the last one came from, encrypted with the product's data key.</param>
/// <param name="OccurredAt">When, in UTC.</param>
public sealed record LookUpLocked(string TicketNo, int Misses, string SealedClientAddress, DateTimeOffset OccurredAt);
