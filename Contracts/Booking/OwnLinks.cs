namespace Meida.Contracts.Booking;

/// <summary>
/// Request to Booking: whose ticket does a customer's link open? A wrong one is counted against where it came from, as on
/// Booking's own routes. The link itself never travels.
/// </summary>
/// <param name="TokenHash">The hash of the link's token, in which form alone it is stored.</param>
/// <param name="ClientNetwork">
/// The network the customer calls from, an address or a /64. In the clear, for Files holds no key to seal it with; nobody keeps it.
/// </param>
public sealed record OpenOwnLink(string TokenHash, string ClientNetwork);

/// <summary>Answer to <see cref="OpenOwnLink"/>.</summary>
/// <param name="TicketId">The ticket; null when the link is wrong or has ended, or its sender has to wait.</param>
/// <param name="TicketNo">Its number.</param>
/// <param name="WaitSeconds">How long the sender of too many wrong links has to wait before the next try; else null.</param>
public sealed record OwnLinkOpened(Guid? TicketId, string? TicketNo, int? WaitSeconds);
