using System.Net;
using System.Text.Json;
using Meida.Contracts.Technicians;
using Meida.SharedKernel;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Tests.Sla;

[Collection(nameof(TicketsService))]
public sealed class DueTimesTests(TicketsService service)
{
    [Fact]
    public async Task A_ticket_says_by_when_somebody_is_to_be_there_and_to_be_done()
    {
        var id = await service.Booked(b => b.Time = new TimeOnly(10, 0));

        var ticket = await service.Agent.Read($"/api/tickets/{id}");

        var day = DateOnly.Parse(ticket.GetProperty("appointmentDate").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(("NORMAL", false), (ticket.GetProperty("priority").GetString(), ticket.GetProperty("overdue").GetBoolean()));
        Assert.Equal(AppointmentSlots.StartsAt(day, new TimeOnly(12, 0)), ticket.GetProperty("visitDueAt").GetDateTimeOffset());
        Assert.Equal(AppointmentSlots.StartsAt(day.AddDays(1), new TimeOnly(14, 0)), ticket.GetProperty("completeDueAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task What_presses_is_due_sooner_and_says_so_once()
    {
        var id = await service.Booked(b => b.Time = new TimeOnly(10, 0));

        var pressing = await service.Ops.Done($"/api/tickets/{id}/priority", new { priority = "URGENT" });
        var again = await service.Agent.Done($"/api/tickets/{id}/priority", new { priority = "urgent" });

        var day = DateOnly.Parse(pressing.GetProperty("appointmentDate").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(("URGENT", 2, 2), (pressing.GetProperty("priority").GetString(), pressing.Version(), again.Version()));
        Assert.Equal(AppointmentSlots.StartsAt(day, new TimeOnly(14, 0)), pressing.GetProperty("completeDueAt").GetDateTimeOffset());
        Assert.Equal(["BOOKED", "PRIORITY_CHANGED"], again.Actions());
        var details = again.GetProperty("events")[1].GetProperty("details");
        Assert.Equal(("NORMAL", "URGENT"), (details.GetProperty("from").GetString(), details.GetProperty("to").GetString()));
        Assert.Contains(id.ToString(), (await service.Agent.Read("/api/tickets?priority=URGENT&pageSize=100")).Ids());
        Assert.DoesNotContain(id.ToString(), (await service.Agent.Read($"/api/tickets?priority=NORMAL&q={again.GetProperty("ticketNo").GetString()}")).Ids());
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"priority":""}""")]
    [InlineData("""{"priority":"SOON"}""")]
    [InlineData("""{"priority":3}""")]
    public async Task A_priority_is_one_of_four_words(string body)
    {
        var id = await service.Booked();
        var json = JsonDocument.Parse(body).RootElement;
        Assert.Equal("validation", await service.Agent.Command($"/api/tickets/{id}/priority", json).Refusal(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task What_is_overdue_is_found_and_leads_the_list_by_targets()
    {
        var center = Guid.CreateVersion7();
        var (late, later, done) = (await In(center), await In(center), await In(center));
        await service.Database.Execute($"update tickets set due_at = now() - interval '1 hour' where id = '{late}'");
        await service.Agent.Done($"/api/tickets/{done}/cancel", new { reason = "不修了" });

        var overdue = await service.Agent.Read($"/api/tickets?overdue=true&centerId={center}");
        Assert.Equal([late.ToString()], overdue.Ids());
        Assert.True(overdue.GetProperty("items")[0].GetProperty("overdue").GetBoolean());
        Assert.Equal([late.ToString(), later.ToString(), done.ToString()], (await service.Agent.Read($"/api/tickets?sort=due&centerId={center}")).Ids());
        Assert.Equal(
            new[] { later, done }.Select(id => id.ToString()).Order(), (await service.Agent.Read($"/api/tickets?overdue=false&centerId={center}")).Ids().Order());

        var page = await service.Agent.Read($"/api/tickets?sort=due&centerId={center}&pageSize=1");
        var next = await service.Agent.Read($"/api/tickets?sort=due&centerId={center}&pageSize=1&cursor={page.GetProperty("nextCursor").GetString()}");
        Assert.Equal([later.ToString()], next.Ids());
    }

    [Fact]
    public async Task A_center_that_changes_its_hours_changes_the_targets_of_what_is_open()
    {
        // Centers of its own: where none is known, other tests name any.
        await using var own = await TicketsService.With(_ => { });
        var center = Guid.CreateVersion7();
        await Announce(own, center, 1, null);
        var id = await own.Booked(b => (b.CenterId, b.Time) = (center, new TimeOnly(10, 0)));
        var before = await own.Agent.Read($"/api/tickets/{id}");
        var day = DateOnly.Parse(before.GetProperty("appointmentDate").GetString()!, System.Globalization.CultureInfo.InvariantCulture);

        await Announce(own, center, 2, new CenterCalendar([.. Enumerable.Range(1, 7).Select(weekday => new WorkingHours(weekday, new(9, 0), new(18, 0)))], [new(day, "休", false)]));

        await Eventually.Is(async () =>
        {
            var after = await own.Agent.Read($"/api/tickets/{id}");
            Assert.Equal(before.Version(), after.Version());
            Assert.Equal(AppointmentSlots.StartsAt(day.AddDays(1), new TimeOnly(11, 0)), after.GetProperty("visitDueAt").GetDateTimeOffset());
        });
    }

    private Task<Guid> In(Guid center) => service.Booked(b => b.CenterId = center);

    private static async Task Announce(TicketsService service, Guid center, int version, CenterCalendar? calendar)
    {
        await service.Publish(new ServiceCenterChanged(center, version, DateTimeOffset.UtcNow, "甲中心", ["甲区"], "Asia/Shanghai", calendar));
        await Eventually.Is(() => service.Db(db => db.Centers.AnyAsync(c => c.Id == center && c.Version == version)));
    }
}
