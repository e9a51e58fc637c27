using System.Net;
using Meida.Booking.Tests.Features;
using Meida.Contracts.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Tests.Manage;

public sealed class OwnSlotTests(CappedBookingService service) : IClassFixture<CappedBookingService>, IAsyncLifetime
{
    private TicketsStandIn _tickets = null!;

    public async ValueTask InitializeAsync() => _tickets = await service.Tickets();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Nobody_moves_into_a_full_slot_and_Tickets_is_not_asked()
    {
        var center = await service.Center($"中心 {Guid.NewGuid():N}");
        await Fill(center, "11:00", CappedBookingService.Capacity);
        var (id, _, own) = await service.Client.BookedWithLink(b => (b["centerId"], b["appointmentTime"]) = (center, "10:00"));

        using var answer = await Move(own, "11:00");

        Assert.Equal("slot-full", await answer.Problem(HttpStatusCode.Conflict));
        Assert.Empty(_tickets.Asked<RescheduleForCustomer>(r => r.TicketId == id));
    }

    [Fact]
    public async Task Two_who_race_for_the_last_place_do_not_both_get_it()
    {
        var center = await service.Center($"中心 {Guid.NewGuid():N}");
        await Fill(center, "11:00", CappedBookingService.Capacity - 1);
        var movers = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            var (id, _, own) = await service.Client.BookedWithLink(b => (b["centerId"], b["appointmentTime"]) = (center, $"1{i + 2}:00"));
            _tickets.Says(id, new CustomerTicketAnswer(TicketsStandIn.State(id, 2, time: "11:00"), Changed: true));
            movers.Add(own);
        }

        var answers = await Task.WhenAll(movers.Select(own => Move(own, "11:00")));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(0, await service.Db(db => db.SlotHolds.CountAsync(h => h.CenterId == center)));
    }

    [Fact]
    public async Task A_refused_move_gives_the_place_back()
    {
        var center = await service.Center($"中心 {Guid.NewGuid():N}");
        await Fill(center, "11:00", CappedBookingService.Capacity - 1);
        var (id, _, own) = await service.Client.BookedWithLink(b => (b["centerId"], b["appointmentTime"]) = (center, "10:00"));
        _tickets.Says(id, new CustomerTicketAnswer(TicketsStandIn.State(id), "too-late"));

        using var refused = await Move(own, "11:00");
        Assert.Equal("too-late", await refused.Problem(HttpStatusCode.Conflict));
        await Fill(center, "11:00", 1);
    }

    private async Task Fill(Guid center, string time, int count)
    {
        for (var i = 0; i < count; i++)
            await service.Client.Booked(b => (b["centerId"], b["appointmentTime"]) = (center, time));
    }

    private Task<HttpResponseMessage> Move(string own, string time) =>
        service.Client.Send($"{own}/reschedule", new { appointmentDate = Bookings.Day(3), appointmentTime = time });
}
