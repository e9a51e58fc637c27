using System.Globalization;
using Meida.SharedKernel;

namespace Meida.Booking.Features;

/// <summary>The windows of a day that the page offers; they do not overlap as the half-hour slots do.</summary>
internal sealed record ArrivalWindows(IReadOnlyList<(TimeOnly From, TimeOnly To)> All)
{
    public const string Setting = "Booking:Windows";

    private const string Usual = "08:00-10:00,10:00-12:00,13:00-15:00,15:00-17:00,17:00-19:00";

    /// <summary>Reads <c>Booking:Windows</c>: <c>10:00-12:00,13:00-15:00</c>.</summary>
    /// <exception cref="InvalidOperationException">A window is none, or starts when nothing can be booked; the message names it.</exception>
    public static ArrivalWindows From(IConfiguration configuration)
    {
        var text = configuration[Setting] is { Length: > 0 } set ? set : Usual;
        return new([.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Read)]);
    }

    private static (TimeOnly From, TimeOnly To) Read(string text) =>
        text.Split('-', StringSplitOptions.TrimEntries) is [var from, var to] && Time(from) is { } start && Time(to) is { } end && start < end
            && AppointmentSlots.BookableTimes.Contains(start)
            ? (start, end)
            : throw new InvalidOperationException($"The setting {Setting} has a window '{text}'; it must be like 10:00-12:00 and start at a bookable time.");

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
