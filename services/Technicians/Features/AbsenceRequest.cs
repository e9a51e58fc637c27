using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Technicians.Domain;

namespace Meida.Technicians.Features;

/// <summary>The body that records an absence.</summary>
/// <param name="From">The first day, or the first moment like <c>2026-11-23T13:00</c> in the center's time zone.</param>
/// <param name="To">The last day, which is part of it, or the moment after the last one.</param>
/// <param name="Reason">1-200 characters.</param>
internal sealed record AbsenceRequest(string? From, string? To, string? Reason);

/// <summary>A time in which a technician makes no visits.</summary>
/// <param name="Id">The id.</param>
/// <param name="From">The first day, or the first moment where it does not begin with a day.</param>
/// <param name="To">The last day, or the moment after the last one.</param>
/// <param name="Reason">Why; null for who may not write absences.</param>
internal sealed record AbsenceResponse(Guid Id, string From, string To, string? Reason)
{
    public static AbsenceResponse Of(Absence absence, bool withReason = true)
    {
        var (from, to) = (absence.StartsAt, absence.EndsAt);
        return from.TimeOfDay == TimeSpan.Zero && to.TimeOfDay == TimeSpan.Zero
            ? new(absence.Id, $"{from:yyyy-MM-dd}", $"{to.AddDays(-1):yyyy-MM-dd}", withReason ? absence.Reason : null)
            : new(absence.Id, $"{from:yyyy-MM-ddTHH:mm}", $"{to:yyyy-MM-ddTHH:mm}", withReason ? absence.Reason : null);
    }
}

/// <summary>The rules of an absence's fields.</summary>
internal static class AbsenceRules
{
    private const int MaxDays = 3 * 366;

    public static (DateTime From, DateTime To, string Reason) Check(AbsenceRequest request, FieldErrors errors)
    {
        var (from, to) = (Moment("from", request.From, isEnd: false, errors), Moment("to", request.To, isEnd: true, errors));
        if (from is { } first && to is { } last && (last <= first || last - first > TimeSpan.FromDays(MaxDays)))
            errors.Add("to", "range", $"Must be after from, and at most {MaxDays} days.");
        errors.Add(RequestText.Check("reason", request.Reason, 1, 200, multiline: false, out var reason));
        return (from ?? default, to ?? default, reason);
    }

    private static DateTime? Moment(string field, string? text, bool isEnd, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            errors.Add(field, "required", "Required.");
            return null;
        }

        // A century more than any appointment; the sums stay dates.
        var parts = text.Split('T', 2);
        if (AppointmentSlots.TryParseDate(parts[0], out var day) && day.Year is > 1900 and < 9000)
        {
            if (parts.Length == 1)
                return day.AddDays(isEnd ? 1 : 0).ToDateTime(TimeOnly.MinValue);
            if (AppointmentSlots.TryParseTime(WithoutSeconds(parts[1]), out var time))
                return day.ToDateTime(time);
        }

        errors.Add(field, "format", "Must be a date like 2026-11-23, or a local time like 2026-11-23T09:00.");
        return null;
    }

    // Some pages write them.
    private static string WithoutSeconds(string time) => time.EndsWith(":00", StringComparison.Ordinal) && time.Length == 8 ? time[..5] : time;
}
