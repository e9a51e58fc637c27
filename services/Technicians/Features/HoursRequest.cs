using Meida.Contracts.Technicians;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;

namespace Meida.Technicians.Features;

/// <summary>A stretch of work on a day of the week.</summary>
/// <param name="Weekday">1 (Monday) to 7 (Sunday).</param>
/// <param name="From"><c>HH:mm</c>.</param>
/// <param name="To"><c>HH:mm</c>, later on the same day.</param>
internal sealed record HoursRequest(int? Weekday, string? From, string? To);

/// <summary>The rules of working hours.</summary>
internal static class HoursRules
{
    private const string Field = "workingHours";
    private const int MaxStretches = 50;

    /// <summary>Reads a week's hours, in order; what touches is one.</summary>
    public static IReadOnlyList<WorkingHours>? Check(IReadOnlyList<HoursRequest?>? hours, FieldErrors errors)
    {
        if (hours is null)
            return null;

        if (hours.Count > MaxStretches)
            errors.Add(Field, "length", $"Must be at most {MaxStretches}.");

        var read = new List<WorkingHours>();
        foreach (var stretch in hours.Take(MaxStretches))
        {
            if (Read(stretch, errors) is { } known)
                read.Add(known);
        }

        return InOrder(read, errors);
    }

    private static WorkingHours? Read(HoursRequest? stretch, FieldErrors errors)
    {
        if (stretch is not { Weekday: { } weekday, From: { } from, To: { } to })
            errors.Add(Field, "required", "Each needs weekday, from and to.");
        else if (weekday is < 1 or > 7)
            errors.Add(Field, "range", "A weekday is 1 (Monday) to 7 (Sunday).");
        else if (!AppointmentSlots.TryParseTime(from, out var first) || !AppointmentSlots.TryParseTime(to, out var last))
            errors.Add(Field, "format", "A time is written like 09:30.");
        else if (first >= last)
            errors.Add(Field, "range", "Must end after it begins, on the same day.");
        else
            return new WorkingHours(weekday, first, last);

        return null;
    }

    private static List<WorkingHours> InOrder(List<WorkingHours> hours, FieldErrors errors)
    {
        var week = new List<WorkingHours>();
        foreach (var stretch in hours.OrderBy(h => h.Weekday).ThenBy(h => h.From))
        {
            var before = week.Count > 0 && week[^1].Weekday == stretch.Weekday ? week[^1] : null;
            if (stretch.From < before?.To)
                errors.Add(Field, "overlap", "Hours of one day must not overlap.");
            else if (stretch.From == before?.To)
                week[^1] = before with { To = stretch.To };
            else
                week.Add(stretch);
        }

        return week;
    }
}
