using Meida.Contracts.Technicians;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;

namespace Meida.Technicians.Features;

/// <summary>The body that sets a center's calendar; a part that is left out stays as it is.</summary>
/// <param name="WorkingHours">The hours of every week; at least one stretch, none overlapping another.</param>
/// <param name="Holidays">At most 500 days that are not as their weekday, each once.</param>
internal sealed record CalendarRequest(IReadOnlyList<HoursRequest?>? WorkingHours, IReadOnlyList<HolidayRequest?>? Holidays);

/// <summary>A day that is not as its weekday.</summary>
/// <param name="Date">The day.</param>
/// <param name="Name">1-50 characters.</param>
/// <param name="Working">True: the center works that day, to make up for a holiday. Otherwise it is closed.</param>
internal sealed record HolidayRequest(string? Date, string? Name, bool? Working);

/// <summary>The rules of a calendar's fields.</summary>
internal static class CalendarRules
{
    private const int MaxHolidays = 500;

    public static (IReadOnlyList<WorkingHours>? Hours, IReadOnlyList<Holiday>? Holidays) Check(CalendarRequest request, FieldErrors errors)
    {
        if (request is { WorkingHours: null, Holidays: null } or { WorkingHours.Count: 0 })
            errors.Add("workingHours", "required", "A center works at some time of the week.");

        return (HoursRules.Check(request.WorkingHours, errors), CheckHolidays(request.Holidays, errors));
    }

    private static List<Holiday>? CheckHolidays(IReadOnlyList<HolidayRequest?>? holidays, FieldErrors errors)
    {
        if (holidays is null)
            return null;

        if (holidays.Count > MaxHolidays)
            errors.Add("holidays", "length", $"Must be at most {MaxHolidays}.");

        var days = new SortedDictionary<DateOnly, Holiday>();
        foreach (var holiday in holidays.Take(MaxHolidays))
        {
            errors.Add(RequestText.Check("holidays", holiday?.Name, 1, 50, multiline: false, out var name));
            if (!AppointmentSlots.TryParseDate(holiday?.Date, out var date))
                errors.Add("holidays", "format", "A day is written like 2026-10-01.");
            else if (!days.TryAdd(date, new Holiday(date, name, holiday?.Working ?? false)))
                errors.Add("holidays", "duplicate", $"{date:yyyy-MM-dd} stands there twice.");
        }

        return [.. days.Values];
    }
}
