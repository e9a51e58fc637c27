using System.Net;
using Meida.Booking.Data;
using Meida.Contracts.Tickets;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Tests.Features;

public sealed class SlotCapacityTests(CappedBookingService service) : IClassFixture<CappedBookingService>, IAsyncLifetime
{
    private const int Capacity = CappedBookingService.Capacity;

    private Guid _center;

    public async ValueTask InitializeAsync() => _center = await service.Center($"中心 {Guid.NewGuid():N}");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Thirty_racing_bookings_fill_a_slot_to_the_last_place_and_no_further()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Book("10:00")));

        Assert.Equal(Capacity, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        foreach (var refused in answers.Where(a => a.StatusCode != HttpStatusCode.Created))
            Assert.Equal("slot-full", await refused.Problem(HttpStatusCode.Conflict));
        Assert.Equal(Capacity, await service.Db(db => db.Bookings.CountAsync(b => b.CenterId == _center)));
    }

    [Fact]
    public async Task Another_slot_and_another_center_have_places_of_their_own()
    {
        await Fill("11:00");

        Assert.Equal(HttpStatusCode.Created, (await Book("11:30")).StatusCode);
        _center = await service.Center($"中心 {Guid.NewGuid():N}");
        Assert.Equal(HttpStatusCode.Created, (await Book("11:00")).StatusCode);
    }

    [Fact]
    public async Task A_canceled_booking_gives_its_place_back()
    {
        var ticketId = await Fill("12:00");
        Assert.Equal(HttpStatusCode.Conflict, (await Book("12:00")).StatusCode);

        await service.Publish(new TicketCanceled(ticketId, "TK00000000", 2, DateTimeOffset.UnixEpoch, null));

        await Eventually.Is(async () => (await Book("12:00")).StatusCode == HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_rescheduled_booking_gives_its_place_back_and_takes_another()
    {
        var ticketId = await Fill("13:00");
        await Fill("14:00", Capacity - 1);

        await service.Publish(new TicketRescheduled(
            ticketId, "TK00000000", 2, DateTimeOffset.UnixEpoch, Bookings.Today().AddDays(3), new TimeOnly(14, 0), null));

        await Eventually.Is(async () => (await Book("13:00")).StatusCode == HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.Conflict, (await Book("14:00")).StatusCode);
    }

    [Fact]
    public async Task The_slots_of_a_day_tell_how_many_places_are_left()
    {
        await Fill("09:30", 1);
        await Fill("17:30");

        var slots = (await (await service.Client.GetAsync($"/api/public/slots?centerId={_center}&date={Bookings.Day(3)}")).Json())
            .GetProperty("items").EnumerateArray().ToDictionary(s => s.GetProperty("time").GetString()!, s => s.GetProperty("remaining").GetInt32());

        Assert.Equal(18, slots.Count);
        Assert.Equal((Capacity, Capacity - 1, 0), (slots["09:00"], slots["09:30"], slots["17:30"]));
    }

    [Fact]
    public async Task A_replayed_booking_of_a_slot_that_is_full_by_now_is_still_a_booking()
    {
        var (key, body) = (Guid.NewGuid().ToString(), Body("15:00"));
        using var first = await service.Client.Book(body, key);
        await Fill("15:00", Capacity - 1);

        using var again = await service.Client.Book(body, key);

        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Book("15:00")).StatusCode);
    }

    private Dictionary<string, object?> Body(string time) =>
        Bookings.Body(b => (b["centerId"], b["appointmentTime"]) = (_center, time));

    private Task<HttpResponseMessage> Book(string time) => service.Client.Book(Body(time));

    private async Task<Guid> Fill(string time, int places = Capacity)
    {
        Guid last = default;
        for (var i = 0; i < places; i++)
        {
            using var answer = await Book(time);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            last = (await answer.Json()).GetProperty("ticketId").GetGuid();
        }

        return last;
    }
}

/// <summary>The service with a capacity of three bookings a slot.</summary>
public sealed class CappedBookingService : BookingService
{
    internal const int Capacity = 3;

    internal override void Arrange(ServiceFactory<BookingDbContext> factory) => factory.Settings["Booking:SlotCapacity"] = $"{Capacity}";
}
