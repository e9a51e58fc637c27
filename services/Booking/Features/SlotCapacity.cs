using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Features;

/// <summary>How many bookings a center takes in one slot; none is set by default.</summary>
internal sealed record SlotCapacity(int? PerSlot)
{
    public const string Setting = "Booking:SlotCapacity";

    /// <summary>Reads <c>Booking:SlotCapacity</c>.</summary>
    /// <exception cref="InvalidOperationException">It is not a whole number from 1; the message names it.</exception>
    public static SlotCapacity From(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" => new((int?)null),
        var text when int.TryParse(text, out var number) && number > 0 => new(number),
        _ => throw new InvalidOperationException($"The setting {Setting} must be a whole number from 1, or absent."),
    };

    /// <summary>The bookings that hold a place: a canceled one gave it back, a rescheduled one holds another.</summary>
    public static IQueryable<RepairBooking> Holding(BookingDbContext db, Guid? centerId, DateOnly date) =>
        db.Bookings.Where(b => b.AppointmentDate == date && b.CenterId == centerId && b.Status != TicketStatus.Canceled);

    /// <summary>The places that are kept for appointments about to move.</summary>
    public static IQueryable<SlotHold> Held(BookingDbContext db, Guid? centerId, DateOnly date, DateTimeOffset now) =>
        db.SlotHolds.Where(h => h.AppointmentDate == date && h.CenterId == centerId && h.Until > now);

    /// <summary>The answer where no place is left.</summary>
    public static ProblemHttpResult Full() =>
        Problems.Create(StatusCodes.Status409Conflict, "slot-full", "This slot is fully booked; choose another one.");

    /// <summary>Whether no place is left; until the transaction ends nobody else can take one.</summary>
    public async Task<bool> IsFull(BookingDbContext db, Guid? centerId, DateOnly date, TimeOnly time, DateTimeOffset now, CancellationToken cancel)
    {
        if (PerSlot is not { } capacity)
            return false;

        await db.LockSlot(centerId, date, time, cancel);
        // One statement: a move that is done between two would have given back its hold and not yet be a booking.
        return await Holding(db, centerId, date).Where(b => b.AppointmentTime == time).Select(b => b.Id)
            .Concat(Held(db, centerId, date, now).Where(h => h.AppointmentTime == time).Select(h => h.TicketId))
            .CountAsync(cancel) >= capacity;
    }
}
