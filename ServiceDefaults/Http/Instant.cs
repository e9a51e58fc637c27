using System.Globalization;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;

namespace Meida.ServiceDefaults.Http;

/// <summary>One end of a range of time, as people write it.</summary>
public static class Instant
{
    /// <summary>Reads a date or an instant; nothing is null.</summary>
    /// <param name="field">The field, for the error.</param>
    /// <param name="text">What was written.</param>
    /// <param name="endOfDay">Whether a date means its end.</param>
    /// <param name="errors">Gets what is wrong.</param>
    public static DateTimeOffset? Read(string field, string? text, bool endOfDay, FieldErrors errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (string.IsNullOrWhiteSpace(text))
            return null;

        if (AppointmentSlots.TryParseDate(text, out var day) && day.Year is > 1 and < 9999)
            return AppointmentSlots.StartsAt(endOfDay ? day.AddDays(1) : day, TimeOnly.MinValue);

        // A '+' of an offset that was not escaped arrives as a space.
        if (DateTimeOffset.TryParse(text.Trim().Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            && text.Contains('T', StringComparison.OrdinalIgnoreCase))
        {
            return instant.ToUniversalTime();
        }

        errors.Add(field, "format", "Must be a date like 2026-11-23 or an instant like 2026-11-23T09:00:00Z.");
        return null;
    }
}
