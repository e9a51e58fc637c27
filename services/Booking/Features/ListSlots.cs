using Meida.Booking.Data;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Features;

/// <summary>A slot of a day.</summary>
/// <param name="Time">The start of the arrival window.</param>
/// <param name="Remaining">Bookings it still takes; 0 when it is past or full, null when there is no limit.</param>
internal sealed record SlotItem(TimeOnly Time, int? Remaining);

/// <summary>An arrival window of a day.</summary>
/// <param name="From">Its start.</param>
/// <param name="To">Its end.</param>
/// <param name="Time">The <c>appointmentTime</c> to book it with.</param>
/// <param name="Remaining">Bookings it still takes; 0 when it is past or full, null when there is no limit.</param>
internal sealed record WindowItem(TimeOnly From, TimeOnly To, TimeOnly Time, int? Remaining);

/// <summary>All slots of a day.</summary>
/// <param name="Items">Every half hour, earliest first.</param>
/// <param name="Windows">The windows a page offers, which do not overlap.</param>
internal sealed record SlotList(IReadOnlyList<SlotItem> Items, IReadOnlyList<WindowItem> Windows);

/// <summary>The slots of a day at a center, and how many bookings each still takes.</summary>
internal static class ListSlots
{
    public static async Task<Results<Ok<SlotList>, ProblemHttpResult>> Handle(
        string? centerId, string? date, BookingDbContext db, SlotCapacity capacity, ArrivalWindows windows, TimeProvider clock, CancellationToken cancel)
    {
        var errors = new FieldErrors().Add(CheckDay(date, clock, out var day));
        var center = await ReadCenter(centerId, db, errors, cancel);
        if (errors.Any)
            return errors.ToProblem();

        var taken = capacity.PerSlot is null
            ? []
            : await SlotCapacity.Holding(db, center, day).Select(b => b.AppointmentTime)
                .Concat(SlotCapacity.Held(db, center, day, clock.GetUtcNow()).Select(h => h.AppointmentTime))
                .GroupBy(time => time)
                .Select(slot => new { Time = slot.Key, Count = slot.Count() })
                .ToDictionaryAsync(slot => slot.Time, slot => slot.Count, cancel);

        var now = AppointmentSlots.Now(clock);
        return TypedResults.Ok(new SlotList(
            [.. AppointmentSlots.StartTimes.Select(time => new SlotItem(time, Rest(time)))],
            [.. windows.All.Select(window => new WindowItem(window.From, window.To, window.From, Rest(window.From)))]));

        int? Rest(TimeOnly time) => day.ToDateTime(time) <= now ? 0 : Remaining(capacity.PerSlot, taken.GetValueOrDefault(time));
    }

    private static int? Remaining(int? capacity, int taken) => capacity is { } places ? Math.Max(0, places - taken) : null;

    private static FieldError? CheckDay(string? text, TimeProvider clock, out DateOnly day)
    {
        day = default;
        if (string.IsNullOrWhiteSpace(text))
            return new("date", "required", "Required.");
        if (!AppointmentSlots.TryParseDate(text, out day))
            return new("date", "format", "Must be a date like 2026-11-23.");

        var today = AppointmentSlots.Today(clock);
        if (day < today)
            return new("date", "past", "Must not be in the past.");

        return day > today.AddDays(AppointmentSlots.MaxDaysAhead)
            ? new("date", "too-far", $"Must be at most {AppointmentSlots.MaxDaysAhead} days ahead.")
            : null;
    }

    private static async Task<Guid?> ReadCenter(string? text, BookingDbContext db, FieldErrors errors, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        if (!Guid.TryParseExact(text.Trim(), "D", out var id))
            errors.Add("centerId", "format", "Must be the id of a service center.");
        else if (!await db.Centers.AnyAsync(c => c.Id == id, cancel) && await db.Centers.AnyAsync(cancel))
            errors.Add("centerId", "unknown", "There is no such service center.");

        return id;
    }
}
