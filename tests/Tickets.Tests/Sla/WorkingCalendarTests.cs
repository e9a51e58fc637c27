using CsCheck;
using Meida.Contracts.Technicians;
using Meida.SharedKernel;
using Meida.Tickets.Sla;

namespace Meida.Tickets.Tests.Sla;

public sealed class WorkingCalendarTests
{
    private static readonly DateOnly Monday = new(2026, 11, 23);

    private static readonly CenterCalendar Office = new(
        [.. Enumerable.Range(1, 5).SelectMany(day => (WorkingHours[])[new(day, new(9, 0), new(12, 0)), new(day, new(13, 0), new(18, 0))])], []);

    [Theory]
    [InlineData("2026-11-23 09:00", 2, "2026-11-23 11:00")]
    [InlineData("2026-11-23 11:00", 2, "2026-11-23 14:00")]
    [InlineData("2026-11-23 10:00", 2, "2026-11-23 12:00")]
    [InlineData("2026-11-23 12:30", 1, "2026-11-23 14:00")]
    [InlineData("2026-11-23 17:00", 2, "2026-11-24 10:00")]
    [InlineData("2026-11-27 17:00", 2, "2026-11-30 10:00")]
    [InlineData("2026-11-28 20:00", 8, "2026-11-30 18:00")]
    public void Working_hours_alone_are_counted(string start, int hours, string due) =>
        Assert.Equal(At(due), new WorkingCalendar(Office).After(At(start), TimeSpan.FromHours(hours)));

    [Fact]
    public void A_holiday_is_left_out_and_a_weekend_that_makes_up_for_it_is_not()
    {
        var calendar = new WorkingCalendar(Office with
        {
            Holidays = [new(Monday.AddDays(1), "休", Working: false), new(Monday.AddDays(5), "班", Working: true)],
        });

        Assert.Equal(At("2026-11-25 10:00"), calendar.After(At("2026-11-23 17:00"), TimeSpan.FromHours(2)));
        Assert.Equal(At("2026-11-28 10:00"), calendar.After(At("2026-11-27 17:00"), TimeSpan.FromHours(2)));
    }

    [Fact]
    public void A_center_that_never_works_has_no_target() =>
        Assert.Null(new WorkingCalendar(new CenterCalendar([], [])).After(At("2026-11-23 09:00"), TimeSpan.FromHours(1)));

    [Fact]
    public void The_arithmetic_agrees_with_counting_minute_by_minute_on_ten_thousand_calendars()
    {
        var quarter = Gen.Int[0, 95].Select(n => new TimeOnly(n / 4, n % 4 * 15));
        var stretch = Gen.Select(Gen.Int[1, 7], quarter, quarter).Select((day, one, other) => new WorkingHours(day, one < other ? one : other, one < other ? other : one));
        var holiday = Gen.Select(Gen.Int[0, 20], Gen.Bool).Select((day, works) => new Holiday(Monday.AddDays(day), "", works));
        var calendars = Gen.Select(stretch.Array[1, 12], holiday.Array[0, 6])
            .Select((hours, holidays) => new CenterCalendar(hours, [.. holidays.DistinctBy(day => day.Date)]));

        Gen.Select(calendars, Gen.Int[0, 7 * 24 * 60], Gen.Int[1, 30 * 60]).Sample(
            (calendar, start, work) =>
            {
                var from = Monday.ToDateTime(default).AddMinutes(start);
                var expected = MinuteByMinute(calendar, from, work);
                var due = new WorkingCalendar(calendar).After(AppointmentSlots.Instant(from), TimeSpan.FromMinutes(work));
                return expected is null ? due is null || due > AppointmentSlots.Instant(from.AddDays(60)) : due == AppointmentSlots.Instant(expected.Value);
            },
            iter: 10_000);
    }

    // Says of every minute whether somebody works in it, and knows nothing of stretches, order or overlap; gives up after sixty days.
    private static DateTime? MinuteByMinute(CenterCalendar calendar, DateTime from, int work)
    {
        var usual = Enumerable.Range(1, 7).Select(weekday => Minutes(calendar.WorkingHours.Where(hours => hours.Weekday == weekday))).ToArray();
        var first = usual.FirstOrDefault(minutes => minutes.Contains(true)) ?? new bool[1440];
        for (var day = from.Date; day < from.AddDays(60); day = day.AddDays(1))
        {
            var minutes = usual[day.DayOfWeek == DayOfWeek.Sunday ? 6 : (int)day.DayOfWeek - 1];
            if (calendar.Holidays.FirstOrDefault(holiday => holiday.Date == DateOnly.FromDateTime(day)) is { } holiday)
                minutes = !holiday.Working ? new bool[1440] : minutes.Contains(true) ? minutes : first;
            for (var minute = day == from.Date ? (int)(from - day).TotalMinutes : 0; minute < 1440; minute++)
            {
                if (minutes[minute] && --work == 0)
                    return day.AddMinutes(minute + 1);
            }
        }

        return null;

        static bool[] Minutes(IEnumerable<WorkingHours> hours)
        {
            var minutes = new bool[1440];
            foreach (var (_, from, to) in hours)
            {
                for (var minute = from.Hour * 60 + from.Minute; minute < to.Hour * 60 + to.Minute; minute++)
                    minutes[minute] = true;
            }

            return minutes;
        }
    }

    private static DateTimeOffset At(string local) => AppointmentSlots.Instant(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture));
}
