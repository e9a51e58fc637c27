using System.Text.Json;
using Meida.SharedKernel;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Tests.Features;

/// <summary>Each test counts in a center of its own.</summary>
[Collection(nameof(TicketsService))]
public sealed class StatsTests(TicketsService service)
{
    private readonly Guid _center = Guid.NewGuid();

    [Fact]
    public async Task Overdue_is_what_is_open_when_its_next_target_is_past()
    {
        foreach (var minutes in (int[])[-60 * 24, -2, 5, 60 * 24])
            await Due(await Here(await service.Confirmed()), minutes);
        var assigned = await Here((await service.Assigned()).TicketId);
        await Due(assigned, -60);
        var canceled = await Here(await service.Booked());
        await Due(canceled, -60);
        await service.Agent.Done($"/api/tickets/{canceled}/cancel", new { reason = "客户取消" });

        Assert.Equal(3, (await Stats()).GetProperty("overdue").GetInt32());

        // Whoever has come has until the work is to be done.
        await service.Agent.Done($"/api/tickets/{assigned}/start");
        Assert.Equal(2, (await Stats()).GetProperty("overdue").GetInt32());
        Assert.Equal(0, (await Stats("&from=2100-01-01")).GetProperty("overdue").GetInt32());
    }

    [Fact]
    public async Task The_time_to_assign_runs_from_confirmation_to_the_first_technician()
    {
        await Here(await service.Confirmed());
        Assert.Equal((0, JsonValueKind.Null), (
            (await Stats()).GetProperty("assignmentHours").GetProperty("count").GetInt32(),
            (await Stats()).GetProperty("assignmentHours").GetProperty("average").ValueKind));

        foreach (var hours in (int[])[1, 3, 8])
        {
            var id = await Here((await service.Assigned()).TicketId);
            await service.Db(db => db.Tickets.Where(t => t.Id == id).ExecuteUpdateAsync(set => set.SetProperty(t => t.ConfirmedAt, t => t.AssignedAt!.Value.AddHours(-hours))));
            await service.Ops.Done($"/api/tickets/{id}/assign", new { technicianId = service.Others.Hire() });
        }

        var toAssign = (await Stats()).GetProperty("assignmentHours");
        Assert.Equal((3, 4, 3), (toAssign.GetProperty("count").GetInt32(), toAssign.GetProperty("average").GetDouble(), toAssign.GetProperty("median").GetDouble()));
    }

    [Fact]
    public async Task Booked_today_counts_by_the_day_of_booking_and_no_range_limits_it()
    {
        await Here(await service.Booked());
        var yesterdays = await Here(await service.Booked());
        var midnight = AppointmentSlots.StartsAt(AppointmentSlots.Today(TimeProvider.System), TimeOnly.MinValue);
        await service.Db(db => db.Tickets.Where(t => t.Id == yesterdays).ExecuteUpdateAsync(set => set.SetProperty(t => t.CreatedAt, midnight.AddSeconds(-1))));

        var stats = await Stats("&to=2010-01-01");

        Assert.Equal((1, 0), (stats.GetProperty("bookedToday").GetInt32(), stats.GetProperty("total").GetInt32()));
        Assert.Equal(2, (await Stats()).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_day_tells_its_median_hours_to_completion_once_there_is_one()
    {
        var day = AppointmentSlots.Now(TimeProvider.System).AddDays(9);
        foreach (var hours in (int[])[2, 6, 30])
        {
            var id = await Here((await service.Assigned()).TicketId);
            await Move(id, day);
            await service.Agent.Done($"/api/tickets/{id}/start");
            await service.Db(db => db.Tickets.Where(t => t.Id == id).ExecuteUpdateAsync(set => set
                .SetProperty(t => t.Status, TicketStatus.Completed).SetProperty(t => t.CompletedAt, t => t.CreatedAt.AddHours(hours))));
        }

        await Move(await Here(await service.Booked()), day);
        await Move(await Here(await service.Booked()), day.AddDays(1));

        var days = (await Stats()).GetProperty("byDay").EnumerateArray().ToArray();
        Assert.Equal([Day(day), Day(day.AddDays(1))], days.Select(d => d.GetProperty("date").GetString()));
        Assert.Equal((4, 3, 0, 6), (
            days[0].GetProperty("total").GetInt32(), days[0].GetProperty("completed").GetInt32(), days[0].GetProperty("canceled").GetInt32(),
            days[0].GetProperty("medianHours").GetDouble()));
        Assert.Equal(JsonValueKind.Null, days[1].GetProperty("medianHours").ValueKind);
        Assert.Equal(6, (await Stats()).GetProperty("completionHours").GetProperty("median").GetDouble());
    }

    private static string Day(DateTime at) => at.ToString("yyyy-MM-dd", null);

    private Task<JsonElement> Stats(string more = "") => service.Ops.Read($"/api/tickets/stats?centerId={_center}{more}");

    private async Task<Guid> Here(Guid id)
    {
        await service.Db(db => db.Tickets.Where(t => t.Id == id).ExecuteUpdateAsync(set => set.SetProperty(t => t.CenterId, _center)));
        return id;
    }

    private Task Due(Guid id, int minutes) => service.Database.Execute($"update tickets set due_at = now() + interval '{minutes} minutes' where id = '{id}'");

    private Task<int> Move(Guid id, DateTime to)
    {
        var (date, time) = (DateOnly.FromDateTime(to), TimeOnly.FromDateTime(to));
        return service.Db(db => db.Tickets.Where(t => t.Id == id).ExecuteUpdateAsync(set => set.SetProperty(t => t.AppointmentDate, date).SetProperty(t => t.AppointmentTime, time)));
    }
}
