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

    public Guid? TechnicianId { get; init; }

    public required DateTimeOffset At { get; init; }
}
