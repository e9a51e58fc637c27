using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Manage;

/// <summary>
/// Opens a customer's link. Wrong ones are counted an address, whatever is wrong with them; after too many the address has a
/// try now and then, right or wrong, so that a customer behind the same address comes through all the same.
/// </summary>
internal sealed class LinkGuard(BookingDbContext db, PersonalData personalData, TimeProvider clock, ILogger<LinkGuard> log)
{
    /// <summary>The booking behind a link, or the refusal.</summary>
    public async Task<(RepairBooking? Booking, ProblemHttpResult? Refusal)> Open(string token, HttpContext http, CancellationToken cancel)
    {
        var (booking, wait) = await Open(ManageToken.Hash(token), http.ClientNetwork(), cancel);
        return (booking, wait) switch
        {
            ({ }, _) => (booking, null),
            (_, { } pause) => (null, TooMany(pause, http)),
            _ => (null, Problems.NotFound("There is no such ticket, or its link has ended.")),
        };
    }

    /// <summary>The booking behind a link, or how long its sender has to wait; neither when there is none.</summary>
    public async Task<(RepairBooking? Booking, TimeSpan? Wait)> Open(string tokenHash, string network, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var address = personalData.Fingerprint("link:" + network);
        if (await db.LinkMisses.AsNoTracking().SingleOrDefaultAsync(m => m.Address == address && m.SlowedUntil > now, cancel) is { SlowedUntil: { } until })
            return (null, until - now);

        if (await Find(tokenHash, now, cancel) is { } booking)
            return (booking, null);

        var count = await Miss(address, now, cancel);
        if (count == LinkMisses.Allowed + 1)
            log.LogWarning("Wrong links come from one address: it has one try in {Pause} from now on", LinkMisses.Pause);
        return (null, count > LinkMisses.Allowed ? LinkMisses.Pause : null);
    }

    private async Task<RepairBooking?> Find(string tokenHash, DateTimeOffset now, CancellationToken cancel)
    {
        var booking = await db.ManageLinks.Where(l => l.TokenHash == tokenHash)
            .Join(db.Bookings, l => l.TicketId, b => b.Id, (_, b) => b).AsNoTracking().SingleOrDefaultAsync(cancel);
        if (booking is null || booking.ErasedAt is not null)
            return null;
        if (booking.Status is not (TicketStatus.Completed or TicketStatus.Canceled))
            return booking;

        var ended = await db.Progress.Where(p => p.TicketId == booking.Id && (p.Status == TicketStatus.Completed || p.Status == TicketStatus.Canceled))
            .MaxAsync(p => (DateTimeOffset?)p.At, cancel);
        return ended + ManageLink.Afterlife <= now ? null : booking;
    }

    // One statement, so that many guesses at once get no more tries than one by one.
    private async Task<int> Miss(string address, DateTimeOffset now, CancellationToken cancel)
    {
        var (oldest, slowed) = (now - LinkMisses.Window, now + LinkMisses.Pause);
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from link_misses where address in (
                select address from link_misses where since <= {oldest} and address <> {address} limit 100 for update skip locked)
            """, cancel);
        return (await db.Database.SqlQuery<int>(
            $"""
            insert into link_misses as m (address, count, since) values ({address}, 1, {now})
            on conflict (address) do update set
                count = case when m.since <= {oldest} then 1 else m.count + 1 end,
                since = case when m.since <= {oldest} then excluded.since else m.since end,
                slowed_until = case when m.since > {oldest} and m.count >= {LinkMisses.Allowed} then {slowed} end
            returning count as "Value"
            """).ToListAsync(cancel))[0];
    }

    private static ProblemHttpResult TooMany(TimeSpan wait, HttpContext http)
    {
        http.Response.RetryAfter(wait);
        return Problems.Create(StatusCodes.Status429TooManyRequests, "too-many-attempts", "Too many wrong links from this address; try again later.");
    }
}
