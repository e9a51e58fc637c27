using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Meida.Contracts.Technicians;
using Meida.Technicians.Domain;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Tests.Features;

[Collection(nameof(TechnicianService))]
public sealed class AbsenceTests(TechnicianService service) : IAsyncLifetime
{
    private static readonly string Day = $"{Saga.Day:yyyy-MM-dd}";

    private Guid _center;
    private Guid _technician;

    public async ValueTask InitializeAsync()
    {
        _center = await service.Center();
        _technician = await service.Technician(_center);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_absence_is_recorded_listed_removed_and_in_the_audit_log()
    {
        using var answer = await Post("2027-03-01", "2027-03-05", "年假");
        var id = (await answer.Json()).GetProperty("id").GetGuid();
        var (other, _) = await service.Absent(_technician, "2027-03-06T13:00", "2027-03-06T17:30");

        Assert.Equal($"/api/technicians/{_technician}/absences/{id}", answer.Headers.Location?.ToString());
        var list = await service.Admin.GetJson($"/api/technicians/{_technician}/absences");
        Assert.Equal((2, 1, 20), (list.GetProperty("total").GetInt32(), list.GetProperty("page").GetInt32(), list.GetProperty("pageSize").GetInt32()));
        Assert.Equal(
            [$"{other} 2027-03-06T13:00 2027-03-06T17:30 年假", $"{id} 2027-03-01 2027-03-05 年假"],
            list.GetProperty("items").EnumerateArray().Select(a => $"{a.GetProperty("id")} {a.GetProperty("from")} {a.GetProperty("to")} {a.GetProperty("reason")}"));

        Assert.Equal(HttpStatusCode.NoContent, await Delete(_technician, id));
        Assert.Equal(HttpStatusCode.NotFound, await Delete(_technician, id));
        Assert.Equal(HttpStatusCode.NotFound, await Delete(await service.Technician(_center), other));
        Assert.Equal([other], (await service.Admin.GetJson($"/api/technicians/{_technician}/absences")).Ids());
        var rows = (await service.Db(db => db.AuditLogs.AsNoTracking().OrderBy(r => r.At).ToListAsync()))
            .Where(r => r.DetailsJson.Contains($"{id}", StringComparison.Ordinal)).ToList();
        Assert.Equal(["ADD_ABSENCE done", "REMOVE_ABSENCE done"], rows.Select(r => $"{r.Action} {r.Result}"));
        Assert.DoesNotContain("年假", rows[0].DetailsJson, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2027-03-05", "2027-03-06")]
    [InlineData("2027-02-20", "2027-03-20")]
    [InlineData("2027-03-05T23:00", "2027-03-07T08:00")]
    public async Task Nobody_is_absent_twice_at_a_time(string from, string to)
    {
        await service.Absent(_technician, "2027-03-01", "2027-03-05");

        using var answer = await Post(from, to, "病假");

        var problem = await answer.Problem();
        Assert.Equal((409, "absence-overlap"), (problem.Status, problem.Slug));
        await service.Absent(_technician, "2027-03-06", "2027-03-06");
        await service.Absent(await service.Technician(_center), from, to);
    }

    [Theory]
    [InlineData("", "2027-03-05", "x", "from:required")]
    [InlineData("2027-03-05", null, "x", "to:required")]
    [InlineData("2027-3-5", "2027-03-05", "x", "from:format")]
    [InlineData("2027-03-05", "2027-03-05T09:00:00Z", "x", "to:format")]
    [InlineData("0001-01-01", "2027-03-05", "x", "from:format")]
    [InlineData("2027-03-05", "2027-03-04", "x", "to:range")]
    [InlineData("2027-03-05T09:00", "2027-03-05T09:00", "x", "to:range")]
    [InlineData("2027-03-05", "2037-03-04", "x", "to:range")]
    [InlineData("2027-03-05", "2027-03-05", "", "reason:required")]
    [InlineData("2027-03-05", "2027-03-05", "a\u0000", "reason:control-characters")]
    public async Task A_broken_rule_is_named_by_field(string from, string? to, string reason, string rule)
    {
        using var answer = await Post(from, to, reason);

        Assert.Equal(rule, await answer.BrokenRules());
    }

    [Fact]
    public async Task Who_does_not_exist_is_404()
    {
        _technician = Guid.NewGuid();

        using var answer = await Post("2027-03-05", "2027-03-05", "x");

        Assert.Equal("not-found", (await answer.Problem()).Slug);
        Assert.Equal(HttpStatusCode.NotFound, await service.Admin.Status($"/api/technicians/{_technician}/absences"));
    }

    [Fact]
    public async Task The_visits_of_that_time_are_taken_away_and_reported_lost_and_the_others_stay()
    {
        var meets = await Assigned("08:30", "TKAAAAAAA1");
        var also = await Assigned("14:30", "TKAAAAAAA2");
        var before = await Assigned("06:30", "TKAAAAAAA3");
        var after = await Assigned("17:00", "TKAAAAAAA4");
        await using var lost = await service.Listen<ReservationLost>();

        var (_, affected) = await service.Absent(_technician, $"{Day}T10:00", $"{Day}T15:00");

        Assert.Equal(["TKAAAAAAA1", "TKAAAAAAA2"], affected);
        var message = await lost.Single(m => m.AssignmentId == meets.AssignmentId);
        Assert.Equal((meets.TicketId, 3, "absent"), (message.TicketId, message.TicketVersion, message.Reason));
        await lost.Single(m => m.AssignmentId == also.AssignmentId);
        foreach (var (saga, holds) in new[] { (meets, false), (also, false), (before, true), (after, true) })
            Assert.Equal(holds, (await service.Assignment(saga.AssignmentId))!.HoldsSlot);
        Assert.Equal(2, lost.Count(_ => true));
    }

    [Fact]
    public async Task A_visit_that_is_only_reserved_is_taken_away_and_its_commit_is_reported_lost()
    {
        var saga = new Saga(service, _center);
        await saga.Reserve(_technician);
        await using var lost = await service.Listen<ReservationLost>();

        Assert.Equal([saga.TicketNo], (await service.Absent(_technician, Day, Day)).Affected);
        Assert.False((await service.Assignment(saga.AssignmentId))!.HoldsSlot);
        await saga.Assigned(_technician, 3);

        var message = await lost.Single(m => m.AssignmentId == saga.AssignmentId);
        Assert.Equal((3, "absent"), (message.TicketVersion, message.Reason));
    }

    [Fact]
    public async Task A_visit_that_has_begun_or_is_over_stays()
    {
        var begun = await Assigned("10:00", "TKAAAAAAA1");
        await begun.Started(4);
        await Eventually.Is(() => service.Db(async db => (await db.Plans.FindAsync(begun.TicketId))!.IsStarted));
        await service.Worked(_technician, TimeSpan.Zero, "COMPLETED", Saga.Day, new TimeOnly(14, 0));
        await service.Worked(_technician, TimeSpan.Zero, "ACTIVE", Saga.Day.AddDays(-7), new TimeOnly(14, 0));

        Assert.Empty((await service.Absent(_technician, $"{Saga.Day.AddDays(-8):yyyy-MM-dd}", Day)).Affected);

        Assert.True((await service.Assignment(begun.AssignmentId))!.HoldsSlot);
        await begun.Completed(5);
        await Eventually.Is(async () => Assert.Equal(AssignmentState.Completed, (await service.Assignment(begun.AssignmentId))!.State));
    }

    [Fact]
    public async Task A_technician_whose_absence_is_removed_takes_tickets_again()
    {
        var (id, _) = await service.Absent(_technician, Day, Day);
        Assert.Equal((null, "absent"), await new Saga(service, _center).Reserve(_technician));

        await Delete(_technician, id);

        Assert.Equal((_technician, null), await new Saga(service, _center).Reserve(_technician));
    }

    private async Task<Saga> Assigned(string time, string ticketNo)
    {
        var saga = new Saga(service, _center, time: TimeOnly.Parse(time, null)) { TicketNo = ticketNo };
        await saga.Assigned(_technician, 3);
        // A commit whose time lies outside the hours would be lost at once; what counts here is written as it was agreed on.
        await Eventually.Is(async () => Assert.NotNull(await service.Assignment(saga.AssignmentId)));
        await service.Sql("update assignments set state = 'ACTIVE' where id = $1", saga.AssignmentId);
        return saga;
    }

    private Task<HttpResponseMessage> Post(string from, string? to, string reason) =>
        service.Admin.PostAsJsonAsync($"/api/technicians/{_technician}/absences", new { from, to, reason });

    private async Task<HttpStatusCode> Delete(Guid technician, Guid absence)
    {
        using var answer = await service.Admin.DeleteAsync(new Uri($"/api/technicians/{technician}/absences/{absence}", UriKind.Relative));
        return answer.StatusCode;
    }
}
