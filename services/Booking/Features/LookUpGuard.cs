using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.Contracts.Booking;
using Meida.Messaging;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Features;

/// <summary>
/// Ends the guessing of telephones. Look-ups of one number are done one after the other, so that many at once get no more
/// tries than one by one; an unknown number is counted like a known one, so that a refusal tells nothing.
/// </summary>
internal sealed class LookUpGuard(BookingDbContext db, Outbox outbox, PersonalData personalData, TimeProvider clock, ILogger<LookUpGuard> log)
{
    /// <summary>Waits for its turn.</summary>
    /// <returns>The refusal while the number is locked; else null.</returns>
    public async Task<ProblemHttpResult?> Enter(string ticketNo, HttpContext http, CancellationToken cancel)
    {
        await db.LockLookUp(ticketNo, cancel);
        var now = clock.GetUtcNow();
        var misses = await db.LookUpMisses.FromSql($"select * from look_up_misses where ticket_no = {ticketNo} for update").SingleOrDefaultAsync(cancel);
        if (misses?.IsLocked(now) != true)
            return null;

        http.Response.RetryAfter(misses.LockedUntil!.Value - now);
        return Problems.Create(StatusCodes.Status429TooManyRequests, "too-many-attempts", "Too many tries for this number; try again later.");
    }

    /// <summary>Counts a wrong telephone, for the caller to save.</summary>
    public async Task Miss(string ticketNo, HttpContext http, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var misses = db.LookUpMisses.Local.SingleOrDefault(m => m.TicketNo == ticketNo);
        if (misses is null)
            db.LookUpMisses.Add(misses = new LookUpMisses { TicketNo = ticketNo });
        if (misses.Miss(now))
        {
            log.LogWarning("Look-ups of {TicketNo} are refused for a while: {Count} wrong telephones", ticketNo, misses.Count);
            outbox.Publish(db, new LookUpLocked(ticketNo, misses.Count, personalData.Seal(http.ClientAddress() ?? ""), now));
        }

        // Numbers that nobody tries any more need not be remembered; those that somebody tries now are left alone.
        var oldest = now - 2 * LookUpMisses.Window;
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from look_up_misses where ticket_no in (
                select ticket_no from look_up_misses where since < {oldest} and ticket_no <> {ticketNo} limit 100 for update skip locked)
            """, cancel);
    }
}
