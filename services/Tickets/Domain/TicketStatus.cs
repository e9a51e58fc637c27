namespace Meida.Tickets.Domain;

/// <summary>Where a ticket stands. <see cref="TicketTransitions"/> says what leads from one to the other.</summary>
internal enum TicketStatus
{
    Booked,
    Confirmed,
    Assigned,
    InProgress,
    Completed,
    Canceled,
}
