using System.Net;
using Meida.Contracts.Booking;
using Meida.Contracts.Tickets;
using Meida.SharedKernel;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Tests.Projections;

[Collection(nameof(BookingService))]
public sealed class ErasureTests(BookingService service)
{
    [Fact]
    public async Task What_names_the_customer_is_gone_and_the_booking_stays()
    {
        var (id, no) = await service.Client.Booked();

        await service.Publish(new TicketErasureRequested(id));

        var booking = await Eventually.Get(() => service.Db(db => db.Bookings.SingleOrDefaultAsync(b => b.Id == id && b.ErasedAt != null)));
        Assert.Equal(new SealedDetails("", "", "", ""), service.PersonalData.OpenDetails(booking.SealedDetails));
        Assert.Equal((no, ""), (booking.TicketNo, booking.CustomerPhoneHash));
        using var lookUp = await service.Client.LookUp(no, Bookings.Phone);
        Assert.Equal(HttpStatusCode.NotFound, lookUp.StatusCode);
    }

    [Fact]
    public async Task An_erasure_that_overtakes_the_booking_wins()
    {
        var (id, no) = (Guid.CreateVersion7(), TicketNumber.New(TicketNumberIssuer.Tickets));
        var details = service.PersonalData.Seal(new SealedDetails("赵六", Bookings.Phone, "杭州市西湖区一号", "打不着火"));
        await service.Publish(new TicketErasureRequested(id));
        await Eventually.Is(() => service.Db(db => db.EarlyErasures.AnyAsync(e => e.TicketId == id)));

        await service.Publish(new AgentBookingRecorded(new BookingSubmitted(
            id, no, null, Bookings.Today().AddDays(1), new TimeOnly(9, 0), null, details, DateTimeOffset.UnixEpoch)));

        var booking = await Eventually.Get(() => service.Db(db => db.Bookings.SingleOrDefaultAsync(b => b.Id == id)));
        Assert.Equal(new SealedDetails("", "", "", ""), service.PersonalData.OpenDetails(booking.SealedDetails));
    }
}
