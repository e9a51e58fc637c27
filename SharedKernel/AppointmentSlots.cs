using System.Globalization;

namespace Meida.SharedKernel;

/// <summary>
/// The slots a customer can book: arrival windows of two hours that start every half hour from 09:00 to 17:30, from
/// today to 60 days ahead, in the service center's time zone.
/// </summary>
public static class AppointmentSlots
{
    /// <summary>The zone of appointments where a center names no other.</summary>
    public const string DefaultTimeZone = "Asia/Shanghai";

    /// <summary>How far ahead an appointment may lie, in days.</summary>
    public const int MaxDaysAhead = 60;

    /// <summary>How long a technician may take to arrive after the start of a slot.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(2);

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(DefaultTimeZone);

    /// <summary>The bookable start times of a day, earliest first.</summary>
    public static IReadOnlyList<TimeOnly> StartTimes { get; } =
        [.. Enumerable.Range(0, 18).Select(half => new TimeOnly(9, 0).AddMinutes(30 * half))];

    /// <summary>Every time an appointment may start at: the slots, and the first arrival window of the day.</summary>
    public static IReadOnlyList<TimeOnly> BookableTimes { get; } = [new TimeOnly(8, 0), .. StartTimes];

    /// <summary>The date and time of day at the service center now.</summary>
    /// <param name="clock">The clock.</param>
    public static DateTime Now(TimeProvider clock) => LocalTime(clock.GetUtcNow());

    /// <summary>The calendar day at the service center.</summary>
    /// <param name="clock">The clock.</param>
    public static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(Now(clock));

    /// <summary>The UTC instant at which a slot starts.</summary>
    /// <param name="date">The day at the center.</param>
    /// <param name="time">The time of day at the center.</param>
    public static DateTimeOffset StartsAt(DateOnly date, TimeOnly time) => Instant(date.ToDateTime(time));

    /// <summary>The date and time of day at the service center at a moment.</summary>
    /// <param name="instant">The moment.</param>
    public static DateTime LocalTime(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone).DateTime;

    /// <summary>The UTC instant of a date and time of day at the service center.</summary>
    /// <param name="local">The date and time of day at the center.</param>
    public static DateTimeOffset Instant(DateTime local) => new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();

    /// <summary>Reads and checks the two fields of an appointment.</summary>
    /// <param name="dateText"><c>YYYY-MM-DD</c>, digits may be full-width.</param>
    /// <param name="timeText"><c>HH:mm</c>, digits may be full-width.</param>
    /// <param name="clock">Decides what is past.</param>
    /// <param name="date">The day, when right.</param>
    /// <param name="time">The start, when right.</param>
    /// <returns>The rules broken, of <c>appointmentDate</c> and <c>appointmentTime</c>; empty when none.</returns>
    public static IReadOnlyList<FieldError> Check(
        string? dateText, string? timeText, TimeProvider clock, out DateOnly date, out TimeOnly time)
    {
        var errors = new List<FieldError>();
        var today = Today(clock);
        date = default;
        time = default;

        if (string.IsNullOrWhiteSpace(dateText))
            errors.Add(new("appointmentDate", "required", "Required."));
        else if (!TryParseDate(dateText, out date))
            errors.Add(new("appointmentDate", "format", "Must be a date like 2026-11-23."));
        else if (date < today)
            errors.Add(new("appointmentDate", "past", "Must not be in the past."));
        else if (date > today.AddDays(MaxDaysAhead))
            errors.Add(new("appointmentDate", "too-far", $"Must be at most {MaxDaysAhead} days ahead."));

        if (string.IsNullOrWhiteSpace(timeText))
            errors.Add(new("appointmentTime", "required", "Required."));
        else if (!TryParseTime(timeText, out time))
            errors.Add(new("appointmentTime", "format", "Must be a time like 09:30."));
        else if (!BookableTimes.Contains(time))
            errors.Add(new("appointmentTime", "slot", "Must be a bookable start time: 08:00, or 09:00 to 17:30 in half hours."));
        else if (errors.Count == 0 && date.ToDateTime(time) <= Now(clock))
            errors.Add(new("appointmentTime", "past", "Must not be in the past."));

        return errors;
    }

    /// <summary>Reads a date as the API writes it; digits may be full-width.</summary>
    /// <param name="text">The text.</param>
    /// <param name="date">The date, when it is one.</param>
    public static bool TryParseDate(string? text, out DateOnly date) =>
        DateOnly.TryParseExact(HalfWidth(text?.Trim() ?? ""), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>Reads a time of day as the API writes it; digits may be full-width.</summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The time, when it is one.</param>
    public static bool TryParseTime(string? text, out TimeOnly time) =>
        TimeOnly.TryParseExact(HalfWidth(text?.Trim() ?? ""), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    private static string HalfWidth(string text) => string.Create(text.Length, text, (span, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            span[i] = source[i] switch
            {
                >= '０' and <= '９' => (char)(source[i] - '０' + '0'),
                '：' => ':',
                '－' => '-',
                var other => other,
            };
        }
    });
}
