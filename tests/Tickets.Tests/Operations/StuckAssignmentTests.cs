using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using Meida.Testing;
using Meida.Tickets.Assignment;
using Meida.Tickets.Domain;
using Meida.Tickets.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.Tickets.Tests.Operations;

/// <summary>A service whose assignments are called stuck at once and do not wake by themselves while a test lasts.</summary>
public sealed class StuckAssignmentTests : IAsyncLifetime
{
    private TicketsService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TicketsService.With(factory =>
    {
        factory.Settings["Operations:Key"] = "for operators only";
        factory.Settings["Assignment:StuckAfter"] = "00:00:00";
        factory.Settings["Assignment:StepTimeout"] = "02:00:00";
        factory.Settings["Assignment:LongestPause"] = "02:00:00";
        factory.Settings["Assignment:AnswerWithin"] = "00:00:01";
    });

    public async ValueTask DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Assignments_that_hang_are_shown_with_the_reason_counted_and_end_well_when_they_are_woken()
    {
        var (silent, lost, never) = (await Silent(), await Silent(), await NeverBegun());
        await _service.Db(db => db.Database.ExecuteSqlAsync(
            $"delete from outbox_message where schedule_token in (select timeout_token from assignments where id = {lost})"));
        await _service.Db(db => db.Database.ExecuteSqlAsync($"update assignments set timeout_token = null where id = {lost}"));

        var report = await _service.Operator.Read("/internal/operations/assignments");
        Assert.Equal(("AWAITING_CANDIDATES", 1, "Technicians has not answered; tries so far: 1."), Told(report, silent));
        Assert.True(Stuck(report, silent).GetProperty("nextTryAt").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddHours(1));
        Assert.Equal(("AWAITING_CANDIDATES", 1, "Nothing will wake it by itself."), Told(report, lost));
        Assert.Equal(("REQUESTED", 0, "Its first message has not arrived."), Told(report, never));
        Assert.Equal(3, report.GetProperty("stuckCount").GetInt32());
        Assert.Equal((1, 2, 0), (Count(report, "REQUESTED"), Count(report, "AWAITING_CANDIDATES"), Count(report, "ASSIGNED")));
        Assert.Equal((3, 2), await Gauges());

        await AnswerAll();
        Assert.Equal(1, (await _service.Operator.Done($"/internal/operations/assignments/{silent}/redrive")).GetProperty("count").GetInt32());
        await Ended(silent);
        Assert.Equal(2, (await _service.Operator.Done("/internal/operations/assignments/redrive")).GetProperty("count").GetInt32());
        await Ended(lost);
        await Ended(never);

        var after = await _service.Operator.Read("/internal/operations/assignments");
        Assert.Equal((0, 3), (after.GetProperty("stuckCount").GetInt32(), Count(after, "ASSIGNED")));
        // Whoever is woken by hand is not woken a second time by the message that was scheduled.
        Assert.Equal(0, await _service.Db(db => db.Set<Messaging.OutboxRow>().CountAsync(row => row.ScheduleToken != null)));
        Assert.Equal(HttpStatusCode.NotFound, (await _service.Operator.Command($"/internal/operations/assignments/{silent}/redrive")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _service.Operator.Command($"/internal/operations/assignments/{Guid.NewGuid()}/redrive")).StatusCode);
        Assert.Equal("unauthorized", await _service.Admin.Command($"/internal/operations/assignments/{lost}/redrive").Refusal(HttpStatusCode.Unauthorized));
    }

    private async Task<Guid> Silent()
    {
        var ticket = await _service.Confirmed();
        _service.Others.Silence(ticket);
        (await _service.Ops.Command($"/api/tickets/{ticket}/assign")).Dispose();
        return (await Eventually.Get(() => _service.Db(db => db.Assignments.AsNoTracking()
            .FirstOrDefaultAsync(saga => saga.TicketId == ticket && saga.CurrentState == "AwaitingCandidates")), timeout: TimeSpan.FromSeconds(30))).CorrelationId;
    }

    /// <summary>An assignment whose first message is gone.</summary>
    private async Task<Guid> NeverBegun()
    {
        var ticket = await _service.Confirmed();
        return await _service.Db(async db =>
        {
            var saga = AssignmentState.Request(await db.Tickets.SingleAsync(t => t.Id == ticket), new AssignmentWish(), ActorInfo.System, DateTimeOffset.UtcNow);
            db.Assignments.Add(saga);
            await db.SaveChangesAsync();
            return saga.CorrelationId;
        });
    }

    private async Task AnswerAll()
    {
        foreach (var ticket in await _service.Db(db => db.Assignments.Select(saga => saga.TicketId).ToListAsync()))
        {
            _service.Others.Offer(ticket, _service.Others.Hire());
            _service.Others.Answer(ticket);
        }
    }

    private Task Ended(Guid id) => Eventually.Is(
        async () => Assert.Equal("Assigned", await _service.Db(db => db.Assignments.Where(saga => saga.CorrelationId == id).Select(saga => saga.CurrentState).SingleAsync())),
        TimeSpan.FromSeconds(60));

    private async Task<(int Stuck, int AwaitingCandidates)> Gauges()
    {
        var seen = new ConcurrentDictionary<string, int>();
        return await _service.InScope(async services =>
        {
            await services.GetRequiredService<AssignmentWatch>().Look(CancellationToken.None);
            using var listener = new MeterListener
            {
                InstrumentPublished = (instrument, listener) =>
                {
                    if (instrument.Meter.Name == AssignmentWatch.MeterName && ReferenceEquals(instrument.Meter.Scope, services.GetRequiredService<IMeterFactory>()))
                        listener.EnableMeasurementEvents(instrument);
                },
            };
            listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => seen[instrument.Name + (tags.Length > 0 ? "/" + tags[0].Value : "")] = value);
            listener.Start();
            listener.RecordObservableInstruments();
            return (seen["meida.assignments.stuck"], seen["meida.assignments/AWAITING_CANDIDATES"]);
        });
    }

    private static (string? State, int Tries, string? Why) Told(JsonElement report, Guid id)
    {
        var stuck = Stuck(report, id);
        return (stuck.GetProperty("state").GetString(), stuck.GetProperty("tries").GetInt32(), stuck.GetProperty("why").GetString());
    }

    private static JsonElement Stuck(JsonElement report, Guid id) =>
        report.GetProperty("stuck").EnumerateArray().Single(saga => saga.GetProperty("id").GetGuid() == id);

    private static int Count(JsonElement report, string state) =>
        report.GetProperty("states").EnumerateArray().Single(row => row.GetProperty("state").GetString() == state).GetProperty("count").GetInt32();
}
