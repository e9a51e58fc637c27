using Meida.ServiceDefaults.Data;

namespace Meida.Booking.Data;

/// <summary>Locks that last until the current transaction ends, for things that have no row to lock yet.</summary>
internal static class AdvisoryLocks
{
    /// <summary>Events on one ticket are taken in one after the other.</summary>
    public static Task LockTicket(this BookingDbContext db, Guid ticketId, CancellationToken cancel) => db.LockTickets([ticketId], cancel);

    public static Task LockTickets(this BookingDbContext db, IEnumerable<Guid> ticketIds, CancellationToken cancel) =>
        db.Database.LockNames(ticketIds.Select(id => $"ticket:{id:N}"), cancel);

    /// <summary>Look-ups of one number are done one after the other.</summary>
    public static Task LockLookUp(this BookingDbContext db, string ticketNo, CancellationToken cancel) =>
        db.Database.LockName($"look-up:{ticketNo}", cancel);

    /// <summary>Bookings of one slot are counted one after the other, so that racing ones never overshoot its capacity.</summary>
    public static Task LockSlot(this BookingDbContext db, Guid? centerId, DateOnly date, TimeOnly time, CancellationToken cancel) =>
        db.Database.LockName(FormattableString.Invariant($"slot:{centerId:N}:{date:yyyyMMdd}:{time:HHmm}"), cancel);
}
