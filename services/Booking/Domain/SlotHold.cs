namespace Meida.Booking.Domain;

/// <summary>A place in a slot that is kept while Tickets is asked whether the appointment may move there.</summary>
internal sealed class SlotHold
{
    /// <summary>Whoever asks knows by then, or the news of the move has come.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    public required Guid TicketId { get; init; }

    public Guid? CenterId { get; set; }

    public DateOnly AppointmentDate { get; set; }

    public TimeOnly AppointmentTime { get; set; }

    public DateTimeOffset Until { get; set; }
}
