namespace Meida.Booking.Domain;

/// <summary>Where a customer's ticket stands, as Tickets last announced it.</summary>
internal enum TicketStatus
{
    Booked,
    Confirmed,
    Assigned,
    InProgress,
    Completed,
    Canceled,
}
