namespace Meida.Booking.Domain;

/// <summary>An erasure that came before its booking: when the booking comes, it is kept without what names the customer.</summary>
internal sealed class EarlyErasure
{
    public required Guid TicketId { get; init; }

    public required DateTimeOffset At { get; init; }
}
