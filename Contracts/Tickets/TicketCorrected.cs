namespace Meida.Contracts.Tickets;

/// <summary>
/// What was written down about a ticket's customer, center or appliance was corrected. Booking keeps the newest version,
/// so that the customer is found by the number that is right.
/// </summary>
/// <param name="Version">The ticket's version after the correction.</param>
/// <param name="Booking">The booking as it would be announced now.</param>
[NeedsReceiver]
public sealed record TicketCorrected(int Version, Booking.BookingSubmitted Booking);
