using Meida.Contracts.Booking;

namespace Meida.Booking.Tests.Features;

[Collection(nameof(BookingService))]
public sealed class FindBookingTests(BookingService service)
{
    [Fact]
    public async Task A_booking_is_told_by_id_and_by_number_as_it_was_announced()
    {
        await using var announced = await service.Listen<BookingSubmitted>();
        var (id, no) = await service.Client.Booked();
        var message = await announced.Single(m => m.TicketId == id);

        var byId = await service.Ask<FindBooking, BookingLookup>(new(id, null));
        var byNumber = await service.Ask<FindBooking, BookingLookup>(new(null, no));

        // The database keeps microseconds.
        Assert.Equal(message.OccurredAt, byId.Booking!.OccurredAt, TimeSpan.FromMilliseconds(1));
        Assert.Equal(message with { OccurredAt = default }, byId.Booking with { OccurredAt = default });
        Assert.Equal(byId.Booking, byNumber.Booking);
    }

    [Fact]
    public async Task What_was_never_booked_is_not_told()
    {
        Assert.Null((await service.Ask<FindBooking, BookingLookup>(new(Guid.NewGuid(), null))).Booking);
        Assert.Null((await service.Ask<FindBooking, BookingLookup>(new(null, "TK0000000Z"))).Booking);
        Assert.Null((await service.Ask<FindBooking, BookingLookup>(new(null, null))).Booking);
    }
}
