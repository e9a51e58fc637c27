namespace Meida.Tickets.Domain;

/// <summary>What happened to a ticket.</summary>
internal enum TicketAction
{
    Booked,
    Confirmed,
    Rescheduled,
    Edited,
    Assigned,
    Reassigned,
    AssignmentFailed,
    Started,
    ReceiptUploaded,
    ReceiptRemoved,
    Completed,
    Canceled,
    PhoneRevealed,
    Returned,
    Erased,
    Urged,
    Rated,
    Noted,
    PriorityChanged,
}
