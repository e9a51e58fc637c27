using Meida.Contracts.Technicians;
using Meida.SharedKernel;

namespace Meida.Tickets.Sla;

/// <summary>When a service center works, and how its hours are counted.</summary>
internal sealed class WorkingCalendar
{
    // A target further away than this is none: the center does not work.
    private const int LongestWait = 400;

    /// <summary>A center that never said when it works.</summary>
    public static readonly WorkingCalendar Default = new(CenterCalendar.EveryDay);

    private readonly IReadOnlyList<(TimeOnly From, TimeOnly To)>[] _weekdays;
    private readonly IReadOnlyList<(TimeOnly From, TimeOnly To)> _firstWorkingDay;
    private readonly Dictionary<DateOnly, bool> _holidays;

    public WorkingCalendar(CenterCalendar calendar)
    {
        _weekdays = [.. Enumerable.Range(1, 7).Select(weekday => Merged(calendar.WorkingHours.Where(hours => hours.Weekday == weekday)))];
        _firstWorkingDay = _weekdays.FirstOrDefault(hours => hours.Count > 0) ?? [];
        _holidays = [];
        foreach (var holiday in calendar.Holidays)
            _holidays[holiday.Date] = holiday.Working;
    }

    /// <summary>The hours of a day, earliest first, none meeting another.</summary>
    public IReadOnlyList<(TimeOnly From, TimeOnly To)> HoursOf(DateOnly day)
    {
        var usual = _weekdays[((int)day.DayOfWeek + 6) % 7];
        return !_holidays.TryGetValue(day, out var works) ? usual : !works ? [] : usual.Count > 0 ? usual : _firstWorkingDay;
    }

    /// <summary>The moment at which so much working time has passed since another; null when that is not within a year or so.</summary>
    public DateTimeOffset? After(DateTimeOffset start, TimeSpan work)
    {
        var local = AppointmentSlots.LocalTime(start);
        var day = DateOnly.FromDateTime(local);
        for (var last = day.AddDays(LongestWait); day <= last; day = day.AddDays(1))
        {
            foreach (var (from, to) in HoursOf(day))
            {
                var begin = Later(day.ToDateTime(from), local);
                var rest = day.ToDateTime(to) - begin;
                if (rest <= TimeSpan.Zero)
                    continue;
                if (work <= rest)
                    return AppointmentSlots.Instant(begin + work);
                work -= rest;
            }
        }

        return null;
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

    private static List<(TimeOnly From, TimeOnly To)> Merged(IEnumerable<WorkingHours> hours)
    {
        var merged = new List<(TimeOnly From, TimeOnly To)>();
        foreach (var (_, from, to) in hours.Where(stretch => stretch.From < stretch.To).OrderBy(stretch => stretch.From))
        {
            if (merged.Count > 0 && from <= merged[^1].To)
                merged[^1] = (merged[^1].From, to > merged[^1].To ? to : merged[^1].To);
            else
                merged.Add((from, to));
        }

        return merged;
    }
}
