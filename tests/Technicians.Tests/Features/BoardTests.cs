using System.Diagnostics;
using System.Text.Json;
using Meida.Contracts.Booking;
using Meida.Contracts.Tickets;
using Meida.Technicians.Domain;
using Meida.Testing;

namespace Meida.Technicians.Tests.Features;

[Collection(nameof(TechnicianService))]
public sealed class BoardTests(TechnicianService service)
{
    private static readonly string Day = $"{Saga.Day:yyyy-MM-dd}";

    [Fact]
    public async Task The_board_shows_each_technicians_day()
    {
        var center = await service.Center();
        var (first, second) = (await service.Technician(center, "一"), await service.Technician(center, "二"));
        await service.Technician(center, "停用", isActive: false);
        await service.Technician(await service.Center(), "别处");
        await service.Change(second, new { dailyCapacity = 3, workingHours = new[] { new { weekday = (int)Saga.Day.AddDays(1).DayOfWeek is 0 ? 7 : (int)Saga.Day.AddDays(1).DayOfWeek, from = "09:00", to = "18:00" } } });
        await service.Absent(second, $"{Day}T18:00", $"{Day}T20:00");
        await service.Worked(first, TimeSpan.Zero, "COMPLETED", Saga.Day, new TimeOnly(8, 0));
        await service.Worked(first, TimeSpan.Zero, "RELEASED", Saga.Day, new TimeOnly(16, 0));
        await service.Worked(first, TimeSpan.Zero, "ACTIVE", Saga.Day.AddDays(1), new TimeOnly(16, 0));
        var assigned = new Saga(service, center, time: new TimeOnly(10, 0));
        var started = new Saga(service, center, time: new TimeOnly(12, 0));
        var reserved = new Saga(service, center, time: new TimeOnly(14, 30));
        foreach (var saga in new[] { assigned, started, reserved })
            Assert.Equal((first, null), await saga.Reserve(first));
        await assigned.Assigned(first, 3);
        await started.Assigned(first, 3);
        await started.Started(4);

        await Eventually.Is(async () =>
        {
            var technicians = (await Board(center)).GetProperty("technicians").EnumerateArray().ToList();
            Assert.Equal([$"{first} 一 18 4", $"{second} 二 3 0"], technicians.Select(t =>
                $"{t.GetProperty("id")} {t.GetProperty("name")} {t.GetProperty("capacity")} {t.GetProperty("booked")}"));
            Assert.Equal(
                ["08:00-10:00 COMPLETED", "10:00-12:00 ASSIGNED", "12:00-14:00 IN_PROGRESS", "14:30-16:30 RESERVED"],
                technicians[0].GetProperty("visits").EnumerateArray().Select(v => $"{v.GetProperty("start")}-{v.GetProperty("end")} {v.GetProperty("status")}"));
            var visit = technicians[0].GetProperty("visits")[1];
            Assert.Equal((assigned.TicketId, assigned.TicketNo), (visit.GetProperty("ticketId").GetGuid(), visit.GetProperty("ticketNo").GetString()));
            Assert.Equal("""[{"from":"08:00","to":"20:00"}]""", technicians[0].GetProperty("workingHours").GetRawText());
            Assert.Equal("[]", technicians[1].GetProperty("workingHours").GetRawText());
            Assert.Equal("[]", technicians[0].GetProperty("absences").GetRawText());
            var absence = Assert.Single(technicians[1].GetProperty("absences").EnumerateArray());
            Assert.Equal($"{Day}T18:00 {Day}T20:00 年假", $"{absence.GetProperty("from")} {absence.GetProperty("to")} {absence.GetProperty("reason")}");
        });
        var agents = await service.As("agent").GetJson($"/api/technicians/board?centerId={center}&date={Day}");
        Assert.Equal(JsonValueKind.Null, agents.GetProperty("technicians")[1].GetProperty("absences")[0].GetProperty("reason").ValueKind);
    }

    [Fact]
    public async Task A_ticket_is_unassigned_from_its_booking_until_somebody_has_it_and_again_when_nobody_has()
    {
        var center = await service.Center();
        var technician = await service.Technician(center);
        var (ticket, canceled, elsewhere) = (new Saga(service, center), new Saga(service, center), new Saga(service, await service.Center()));
        foreach (var saga in new[] { ticket, canceled, elsewhere })
            await saga.Booked(1);
        await canceled.Canceled(2);

        await Unassigned(center, ticket.TicketId);
        await ticket.Reserve(technician);
        await ticket.Assigned(technician, 3);
        await Unassigned(center);
        await ticket.Returned(technician, 4);
        await Unassigned(center, ticket.TicketId);
        await ticket.Rescheduled(5, Saga.Day.AddDays(1), Saga.Ten);
        await Unassigned(center);
    }

    [Fact]
    public async Task A_ticket_is_where_its_center_was_corrected_to_and_an_older_word_does_not_bring_it_back()
    {
        var (center, other) = (await service.Center(), await service.Center());
        var ticket = new Saga(service, center);
        await service.Publish(new TicketCorrected(2, new BookingSubmitted(
            ticket.TicketId, ticket.TicketNo, other, ticket.Date, ticket.Time, null, "", DateTimeOffset.UnixEpoch)));
        await Eventually.Is(() => service.Db(async db => await db.Plans.FindAsync(ticket.TicketId) is { CenterVersion: 2 }));

        await ticket.Booked(1);

        await Unassigned(other, ticket.TicketId);
        await Unassigned(center);
    }

    [Fact]
    public async Task A_ticket_whose_technician_is_absent_is_nobodys_until_it_is_planned_anew()
    {
        var center = await service.Center();
        var technician = await service.Technician(center);
        var ticket = new Saga(service, center);
        await ticket.Booked(1);
        await ticket.Reserve(technician);
        await ticket.Assigned(technician, 3);
        await Eventually.Is(async () => Assert.Equal(AssignmentState.Active, (await service.Assignment(ticket.AssignmentId))!.State));

        await service.Absent(technician, Day, Day);

        await Unassigned(center, ticket.TicketId);
    }

    [Theory]
    [InlineData("centerId=x", "centerId:format")]
    [InlineData("date=2026-13-01", "date:format")]
    public async Task A_wrong_query_is_named_by_field(string query, string rule)
    {
        using var answer = await service.Admin.GetAsync(new Uri($"/api/technicians/board?{query}", UriKind.Relative));

        Assert.Equal(rule, await answer.BrokenRules());
    }

    [Fact]
    public async Task Forty_technicians_with_two_hundred_visits_are_shown_by_five_queries()
    {
        var center = await service.Center();
        var team = await service.Team(center, 40);
        foreach (var technician in team)
        {
            for (var hour = 9; hour < 19; hour += 2)
                await service.Worked(technician, TimeSpan.Zero, "ACTIVE", Saga.Day, new TimeOnly(hour, 0));
        }

        await Board(center);
        using var queries = new Statements();
        var board = await Board(center);

        Assert.Equal(200, board.GetProperty("technicians").EnumerateArray().Sum(t => t.GetProperty("booked").GetInt32()));
        Assert.Equal(5, queries.Count);
        var took = new List<TimeSpan>();
        for (var i = 0; i < 10; i++)
        {
            var watch = Stopwatch.StartNew();
            await Board(center);
            took.Add(watch.Elapsed);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"board: {took.Min().TotalMilliseconds:F1} ms at best, {took.Order().ElementAt(5).TotalMilliseconds:F1} ms in the middle");
    }

    private Task<JsonElement> Board(Guid center) => service.Admin.GetJson($"/api/technicians/board?centerId={center}&date={Day}");

    private Task Unassigned(Guid center, params Guid[] tickets) => Eventually.Is(async () =>
        Assert.Equal(tickets, (await Board(center)).GetProperty("unassigned").EnumerateArray().Select(id => id.GetGuid())));

    /// <summary>Counts the statements that the board's requests send, by their spans.</summary>
    private sealed class Statements : IDisposable
    {
        private readonly ActivityListener _listener;
        private int _count;

        public Statements()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Npgsql",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = span =>
                {
                    if ($"{span.GetTagItem("db.statement")}{span.GetTagItem("db.query.text")}".Contains("technicians", StringComparison.Ordinal)
                        || $"{span.GetTagItem("db.statement")}{span.GetTagItem("db.query.text")}".Contains("ticket_plans", StringComparison.Ordinal))
                    {
                        Interlocked.Increment(ref _count);
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public int Count => _count;

        public void Dispose() => _listener.Dispose();
    }
}
