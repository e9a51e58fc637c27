namespace Meida.Booking.Domain;

/// <summary>
/// One announced change of a ticket. Changes arrive in any order and even before the booking itself, so each is kept under
/// its version and the booking is derived from all of them.
/// </summary>
internal sealed class TicketProgress
{
    public required Guid TicketId { get; init; }

    public required int Version { get; init; }

    /// <summary>The status from this version on; null when the change left it as it was.</summary>
    public TicketStatus? Status { get; init; }

    public DateOnly? AppointmentDate { get; init; }

    public TimeOnly? AppointmentTime { get; init; }

    /// <summary>Who has the ticket from then on; of a return, who had it.</summary>
    public Guid? TechnicianId { get; init; }

    /// <summary>Confirmed again because its technician was lost, which is no confirmation of the appointment.</summary>
    public bool IsReturn => Status == TicketStatus.Confirmed && TechnicianId is not null;

    public required DateTimeOffset At { get; init; }
}
