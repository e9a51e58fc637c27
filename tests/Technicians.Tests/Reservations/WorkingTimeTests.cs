using Meida.Contracts.Technicians;
using Meida.Technicians.Domain;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Meida.Technicians.Tests.Reservations;

[Collection(nameof(TechnicianService))]
public sealed class WorkingTimeTests(TechnicianService service) : IAsyncLifetime
{
    // The first Monday from the day the tests work on, the Saturday after it.
    private static readonly DateOnly Monday = Saga.Day.AddDays(((int)DayOfWeek.Monday - (int)Saga.Day.DayOfWeek + 7) % 7);
    private static readonly DateOnly Saturday = Monday.AddDays(5);

    private Guid _center;
    private Guid _technician;

    public async ValueTask InitializeAsync()
    {
        _center = await service.Center();
        _technician = await service.Technician(_center);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("08:00", null)]
    [InlineData("07:30", "hours")]
    [InlineData("18:00", null)]
    [InlineData("18:30", "hours")]
    [InlineData("22:30", "hours")]
    public async Task A_visit_lies_in_the_centers_hours_from_beginning_to_end(string time, string? obstacle) => await Meets(Monday, time, obstacle);

    [Theory]
    [InlineData("09:00", null)]
    [InlineData("10:00", null)]
    [InlineData("10:30", "hours")]
    [InlineData("12:30", "hours")]
    [InlineData("13:00", null)]
    [InlineData("16:30", "hours")]
    public async Task Own_hours_take_the_place_of_the_centers_and_a_break_is_a_break(string time, string? obstacle)
    {
        await service.Change(_technician, new { workingHours = new[] { Hours(1, "09:00", "12:00"), Hours(1, "13:00", "18:00") } });

        await Meets(Monday, time, obstacle);
        await Meets(Saturday, time, "hours");
    }

    [Fact]
    public async Task A_holiday_closes_the_center_also_for_who_has_own_hours()
    {
        await service.Calendar(_center, new { holidays = new[] { new { date = Monday, name = "节" } } });
        await Meets(Monday, "10:00", "hours");
        await service.Change(_technician, new { workingHours = new[] { Hours(1, "09:00", "18:00") } });

        await Meets(Monday, "10:00", "hours");
        await Meets(Monday.AddDays(7), "10:00", null);
        Assert.Equal((null, "hours"), await new Saga(service, _center, Monday).Reserve(_technician));
    }

    [Fact]
    public async Task A_day_that_makes_up_for_a_holiday_has_the_hours_of_the_first_weekday_that_has_some()
    {
        await service.Calendar(_center, new
        {
            workingHours = new[] { Hours(2, "13:00", "18:00"), Hours(3, "09:00", "18:00") },
            holidays = new[] { new { date = Saturday, name = "调休", working = true } },
        });

        await Meets(Saturday, "10:00", "hours");
        await Meets(Saturday, "13:00", null);
        await Meets(Saturday.AddDays(7), "13:00", "hours");
        await service.Change(_technician, new { workingHours = new[] { Hours(4, "10:00", "12:00") } });
        await Meets(Saturday, "10:00", null);
        await Meets(Saturday, "13:00", "hours");
    }

    [Fact]
    public async Task A_day_that_makes_up_for_a_holiday_has_its_own_weekdays_hours_where_there_are_some()
    {
        await service.Calendar(_center, new
        {
            workingHours = new[] { Hours(1, "09:00", "18:00"), Hours(6, "13:00", "15:00") },
            holidays = new[] { new { date = Saturday, name = "调休", working = true } },
        });

        await Meets(Saturday, "10:00", "hours");
        await Meets(Saturday, "13:00", null);
    }

    [Theory]
    [InlineData("08:00", null)]
    [InlineData("08:30", "absent")]
    [InlineData("12:30", "absent")]
    [InlineData("13:00", null)]
    public async Task Who_is_absent_during_a_part_of_the_visit_cannot_take_it(string time, string? obstacle)
    {
        await service.Absent(_technician, $"{Monday:yyyy-MM-dd}T10:00", $"{Monday:yyyy-MM-dd}T13:00");

        await Meets(Monday, time, obstacle);
    }

    [Fact]
    public async Task The_own_capacity_of_a_technician_goes_before_the_setting()
    {
        await service.Change(_technician, new { dailyCapacity = 1 });
        await service.Worked(_technician, TimeSpan.Zero, "ACTIVE", Monday, new TimeOnly(14, 0));

        await Meets(Monday, "10:00", "capacity");
        Assert.Equal((null, "capacity"), await new Saga(service, _center, Monday).Reserve(_technician));
        await service.Change(_technician, new { dailyCapacity = 2 });
        Assert.Equal((_technician, null), await new Saga(service, _center, Monday).Reserve(_technician));
    }

    [Fact]
    public async Task Where_nobody_can_it_is_told_what_keeps_the_best()
    {
        await using var alone = await TechnicianService.With(_ => { });
        var center = await alone.Center();
        await alone.Technician(center);
        await alone.Calendar(center, new { holidays = new[] { new { date = Monday, name = "节" } } });

        Assert.Equal("hours", await new Saga(alone, center, Monday).Obstacle());
    }

    [Fact]
    public async Task A_visit_moves_within_two_hours_of_itself_to_the_same_technician()
    {
        var first = new Saga(service, _center, Monday);
        await first.Reserve(_technician);
        await first.Assigned(_technician, 3);
        var second = new Saga(service, _center, Monday, new TimeOnly(11, 0)) { TicketId = first.TicketId };

        Assert.Equal(_technician, Assert.Single(await second.Candidates(only: _technician)).TechnicianId);
        Assert.Equal((_technician, null), await second.Reserve(_technician));
        Assert.Equal((null, "overlap"), await new Saga(service, _center, Monday, new TimeOnly(12, 30)).Reserve(_technician));
        await second.Assigned(_technician, 4, first, _technician);

        await Becomes(first, AssignmentState.Released);
        await Becomes(second, AssignmentState.Active);
        Assert.Equal((_technician, null), await new Saga(service, _center, Monday, new TimeOnly(9, 0)).Reserve(_technician));
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("hours")]
    [InlineData("capacity")]
    public async Task A_visit_that_is_moved_to_where_the_technician_cannot_make_it_is_lost(string obstacle)
    {
        var saga = new Saga(service, _center, Monday);
        await saga.Reserve(_technician);
        await saga.Assigned(_technician, 3);
        await Becomes(saga, AssignmentState.Active);
        if (obstacle == "absent")
            await service.Absent(_technician, $"{Saturday:yyyy-MM-dd}", $"{Saturday:yyyy-MM-dd}");
        else if (obstacle == "hours")
            await service.Calendar(_center, new { holidays = new[] { new { date = Saturday, name = "节" } } });
        else
            await service.Change(_technician, new { dailyCapacity = 1 });
        await service.Worked(_technician, TimeSpan.Zero, "ACTIVE", Saturday, new TimeOnly(14, 0));
        await using var lost = await service.Listen<ReservationLost>();

        await saga.Rescheduled(4, Saturday, new TimeOnly(9, 0));

        var message = await lost.Single(m => m.AssignmentId == saga.AssignmentId);
        Assert.Equal((4, obstacle), (message.TicketVersion, message.Reason));
        await Becomes(saga, AssignmentState.Released);
    }

    [Fact]
    public async Task What_was_agreed_on_stays_when_hours_change_and_when_the_technician_gets_no_new_tickets()
    {
        var saga = new Saga(service, _center, Monday);
        await saga.Reserve(_technician);
        await service.Calendar(_center, new { holidays = new[] { new { date = Monday, name = "节" } } });
        await service.Change(_technician, new { isActive = false });

        await saga.Assigned(_technician, 3);
        await Becomes(saga, AssignmentState.Active);
        await saga.Rescheduled(4, Saturday, new TimeOnly(9, 0));

        await Eventually.Is(async () => Assert.True((await service.Assignment(saga.AssignmentId))!.IsIn(Saturday, new TimeOnly(9, 0))));
        await Becomes(saga, AssignmentState.Active);
    }

    [Fact]
    public async Task An_absence_waits_for_a_reservation_under_way_and_takes_its_visit_away()
    {
        var (assignment, ticket) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Task<(Guid, string[] Affected)>? absent = null;

        await UnderWay(
            """
            insert into assignments (id, technician_id, ticket_id, ticket_no, appointment_date, appointment_time, state, assigned_at, updated_at)
            values ($1, $2, $3, 'TKAAAAAAA1', $4, '10:00', 'RESERVED', now(), now())
            """,
            [assignment, _technician, ticket, Monday],
            () => absent = service.Absent(_technician, $"{Monday:yyyy-MM-dd}", $"{Monday:yyyy-MM-dd}"));

        Assert.Equal(["TKAAAAAAA1"], (await absent!).Affected);
        Assert.False((await service.Assignment(assignment))!.HoldsSlot);
    }

    [Fact]
    public async Task A_reservation_waits_for_an_absence_under_way_and_is_refused()
    {
        Task<(Guid? TechnicianId, string? Refusal)>? reserved = null;

        await UnderWay(
            "insert into absences (id, technician_id, starts_at, ends_at, reason) values ($1, $2, $3, $4, 'x')",
            [Guid.CreateVersion7(), _technician, Monday.ToDateTime(TimeOnly.MinValue), Monday.ToDateTime(new TimeOnly(11, 0))],
            () => reserved = new Saga(service, _center, Monday).Reserve(_technician));

        Assert.Equal((null, "absent"), await reserved!);
    }

    // The statement is carried out under the technician's lock, and committed when the other one waits for it.
    private Task<int> UnderWay(string sql, object[] values, Func<Task> other) => service.Db(async db =>
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var locking = new NpgsqlCommand("select 1 from technicians where id = $1 for no key update", connection) { Parameters = { new() { Value = _technician } } };
        await locking.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        await command.ExecuteNonQueryAsync();
        var started = other();
        await Eventually.Is(
            () => service.Db(async look => await look.Database.SqlQuery<int>(
                $"""select count(*)::int as "Value" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'""").SingleAsync() > 0),
            "Nobody waits.");
        Assert.False(started.IsCompleted);
        await transaction.CommitAsync();
        await started;
        return 0;
    });

    [Fact]
    public async Task An_absence_and_reservations_that_race_leave_no_visit_in_the_absence()
    {
        await using var reserved = await service.Listen<TechnicianReserved>();
        await using var refused = await service.Listen<ReservationRefused>();
        var team = await service.Team(_center, 8);
        var sagas = team.SelectMany(technician => Enumerable.Range(4, 5)
            .Select(hour => (Technician: technician, Saga: new Saga(service, _center, Monday, new TimeOnly(2 * hour, 0))))).ToList();
        var mine = sagas.Select(s => s.Saga.AssignmentId).ToHashSet();

        var asked = Task.WhenAll(sagas.Select(s => service.Publish(s.Saga.Wish(s.Technician))));
        var absences = await Task.WhenAll(team.Select(technician => service.Absent(technician, $"{Monday:yyyy-MM-dd}T10:00", $"{Monday:yyyy-MM-dd}T16:00")));
        await asked;

        await Eventually.Is(
            () => reserved.Count(m => mine.Contains(m.AssignmentId)) + refused.Count(m => mine.Contains(m.AssignmentId)) == mine.Count, "Not all were answered.");
        var visits = await service.Db(db => db.Assignments.AsNoTracking().Where(a => team.Contains(a.TechnicianId)).ToListAsync());
        Assert.All(visits.Where(v => v.HoldsSlot), v => Assert.True(v.AppointmentTime.Hour is 8 or 16, $"{v.AppointmentTime}"));
        Assert.Equal(16, visits.Count(v => v.HoldsSlot));
        Assert.Equal(absences.Sum(a => a.Affected.Length), visits.Count(v => !v.HoldsSlot));
        Assert.All(refused.Heard(m => mine.Contains(m.AssignmentId)), m => Assert.Equal("absent", m.Reason));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_is_asked_for_at_once_no_visit_breaks_a_rule(int seed)
    {
        var chance = new Random(seed);
        await service.Calendar(_center, new
        {
            workingHours = Enumerable.Range(1, 5).Select(day => Hours(day, "09:00", "18:00")),
            holidays = new object[] { new { date = Monday.AddDays(2), name = "节" }, new { date = Saturday, name = "调休", working = true } },
        });
        var team = await service.Team(_center, 3);
        await service.Change(team[0], new { dailyCapacity = 2 });
        await service.Change(team[1], new { workingHours = new[] { Hours(1, "08:00", "12:30"), Hours(2, "12:00", "20:00"), Hours(6, "10:00", "16:00") } });
        var sagas = Enumerable.Range(0, 80).Select(_ => new Saga(
            service, _center, Monday.AddDays(chance.Next(7)), new TimeOnly(7, 0).AddMinutes(30 * chance.Next(27)))).ToList();
        var mine = sagas.Select(s => s.AssignmentId).ToHashSet();
        await using var reserved = await service.Listen<TechnicianReserved>();
        await using var refused = await service.Listen<ReservationRefused>();

        var asked = Task.WhenAll(sagas.Select(s => service.Publish(s.Wish([.. team.OrderBy(_ => chance.Next()).Take(2)]))));
        var (from, to) = (Monday.AddDays(1), Monday.AddDays(1));
        await service.Absent(team[2], $"{from:yyyy-MM-dd}", $"{to:yyyy-MM-dd}");
        await service.Absent(team[1], $"{Monday:yyyy-MM-dd}T08:00", $"{Monday:yyyy-MM-dd}T10:00");
        await asked;

        await Eventually.Is(
            () => reserved.Count(m => mine.Contains(m.AssignmentId)) + refused.Count(m => mine.Contains(m.AssignmentId)) == mine.Count, "Not all were answered.");
        var visits = await service.Db(db => db.Assignments.AsNoTracking()
            .Where(a => team.Contains(a.TechnicianId) && a.State != AssignmentState.Released).ToListAsync());
        Assert.NotEmpty(visits);
        foreach (var visit in visits)
        {
            var (date, start) = (visit.AppointmentDate, visit.AppointmentTime);
            var end = start.Add(Assignment.Visit);
            Assert.True(end > start);
            Assert.NotEqual(Monday.AddDays(2), date);
            Assert.True(Allowed(Array.IndexOf(team, visit.TechnicianId), date, start, end), $"{visit.TechnicianId} {date} {start}");
        }

        foreach (var day in visits.GroupBy(v => (v.TechnicianId, v.AppointmentDate)))
        {
            Assert.All(day.OrderBy(v => v.AppointmentTime).Pairwise(), pair => Assert.True(pair.Next.AppointmentTime - pair.First.AppointmentTime >= Assignment.Visit));
            Assert.InRange(day.Count(), 1, day.Key.TechnicianId == team[0] ? 2 : 18);
        }
    }

    // The rules of the property above once more, in plain words.
    private static bool Allowed(int technician, DateOnly date, TimeOnly start, TimeOnly end)
    {
        bool Between(string from, string to) => start >= TimeOnly.Parse(from, null) && end <= TimeOnly.Parse(to, null);
        return technician switch
        {
            1 when date == Monday => Between("10:00", "12:30"),
            1 when date == Monday.AddDays(1) => Between("12:00", "20:00"),
            1 when date == Saturday => Between("10:00", "16:00"),
            1 => false,
            2 when date == Monday.AddDays(1) => false,
            _ => date <= Saturday && Between("09:00", "18:00"),
        };
    }

    private async Task Meets(DateOnly date, string time, string? obstacle)
    {
        var saga = new Saga(service, _center, date, TimeOnly.Parse(time, null));
        if (obstacle is null)
            Assert.Equal(_technician, Assert.Single(await saga.Candidates(only: _technician)).TechnicianId);
        else
            Assert.Equal(obstacle, await saga.Obstacle(_technician));
    }

    private Task Becomes(Saga saga, AssignmentState state) =>
        Eventually.Is(async () => Assert.Equal(state, (await service.Assignment(saga.AssignmentId))!.State));

    private static object Hours(int weekday, string from, string to) => new { weekday, from, to };
}
