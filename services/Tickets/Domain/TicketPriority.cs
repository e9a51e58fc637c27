namespace Meida.Tickets.Domain;

/// <summary>How much a ticket presses; its targets follow from it.</summary>
internal enum TicketPriority
{
    Low,
    Normal,
    High,
    Urgent,
}
