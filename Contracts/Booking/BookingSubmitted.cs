namespace Meida.Contracts.Booking;

/// <summary>A customer booked a repair. Tickets opens a ticket with the same id and number.</summary>
/// <param name="TicketId">The id the ticket will have.</param>
/// <param name="TicketNo">The number the customer was given.</param>
/// <param name="CenterId">The service center the booking belongs to; null when none is known yet.</param>
/// <param name="AppointmentDate">The day in the service center's time zone.</param>
/// <param name="AppointmentTime">The start of the arrival window in the service center's time zone.</param>
/// <param name="ProductModel">The appliance, as the customer named it.</param>
/// <param name="SealedDetails">
/// Name, phone, address and fault, encrypted with the product's data key (<c>SharedKernel/PersonalData.cs</c>):
/// no personal data travels in the clear.
/// </param>
/// <param name="OccurredAt">When the booking became durable, in UTC.</param>
/// <param name="SerialNumber">The appliance's serial number, as it was said; null when it was not.</param>
/// <param name="Product">What the registry knows of that serial number; null when nothing.</param>
[NeedsReceiver]
public sealed record BookingSubmitted(
    Guid TicketId,
    string TicketNo,
    Guid? CenterId,
    DateOnly AppointmentDate,
    TimeOnly AppointmentTime,
    string? ProductModel,
    string SealedDetails,
    DateTimeOffset OccurredAt,
    string? SerialNumber = null,
    ProductWarranty? Product = null);

/// <summary>
/// Request to Booking: is there a booking with this id or number? Tickets asks before it answers 404 to somebody
/// who may be faster than the message that carries the booking.
/// </summary>
/// <param name="TicketId">The id, or null when asked by number.</param>
/// <param name="TicketNo">The number in upper case, or null when asked by id.</param>
public sealed record FindBooking(Guid? TicketId, string? TicketNo);

/// <summary>Answer to <see cref="FindBooking"/>.</summary>
/// <param name="Booking">The booking as it was announced, or null when there is none.</param>
public sealed record BookingLookup(BookingSubmitted? Booking);
