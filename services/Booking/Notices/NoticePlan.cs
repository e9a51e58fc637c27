using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Notices;

/// <summary>
/// Writes down what customers are to be told, in the transaction of the caller, who holds the ticket's lock and saves. Without a
/// channel it does nothing.
/// </summary>
internal sealed class NoticePlan(BookingDbContext db, NoticeSettings settings, PersonalData personalData, TimeProvider clock)
{
    /// <summary>A customer has booked.</summary>
    /// <param name="token">The token of her link, which is nowhere else to be had.</param>
    public void Book(RepairBooking booking, TicketProgress first, string token)
    {
        if (settings.IsOff)
            return;

        foreach (var fact in NoticeFacts.Of([first]))
            Write(booking.Id, fact, fact.Kind == NoticeKind.Booked ? personalData.Seal(token) : null);
    }

    /// <summary>A ticket has taken steps.</summary>
    /// <param name="steps">All that are known, in any order.</param>
    /// <param name="fresh">Those that were not known before.</param>
    public async Task Follow(
        RepairBooking booking, IReadOnlyCollection<TicketProgress> steps, IReadOnlyCollection<TicketProgress> fresh, CancellationToken cancel)
    {
        if (settings.IsOff || booking.ErasedAt is not null || !booking.NoticesWanted)
            return;

        var facts = NoticeFacts.Of(steps).ToLookup(fact => fresh.Any(step => step.Version == fact.Version));
        foreach (var news in facts[true])
            Write(booking.Id, news);
        await Withdraw(booking.Id, [.. facts[false].Where(fact => fact.IsSuperseded)], cancel);
    }

    /// <summary>The customer wants to hear nothing more.</summary>
    public Task End(Guid ticketId, CancellationToken cancel) => db.Notices.Where(notice => notice.TicketId == ticketId && notice.State == NoticeState.Pending)
        .ExecuteUpdateAsync(
            notice => notice.SetProperty(n => n.State, NoticeState.Withdrawn).SetProperty(n => n.EndedAt, clock.GetUtcNow()).SetProperty(n => n.SealedLink, (string?)null),
            cancel);

    /// <summary>The customer wants to hear again: of what comes, and of the visit that is ahead.</summary>
    public async Task Resume(RepairBooking booking, CancellationToken cancel)
    {
        if (settings.IsOff)
            return;

        var steps = await db.Progress.AsNoTracking().Where(step => step.TicketId == booking.Id).ToListAsync(cancel);
        if (NoticeFacts.Of(steps).SingleOrDefault(fact => fact is { Kind: NoticeKind.Reminder, IsSuperseded: false }) is not { } reminder)
            return;

        var known = await db.Notices.SingleOrDefaultAsync(
            n => n.TicketId == booking.Id && n.Kind == NoticeKind.Reminder && n.Version == reminder.Version, cancel);
        if (known is null)
            Write(booking.Id, reminder);
        else if (known.State == NoticeState.Withdrawn)
            (known.State, known.EndedAt) = (NoticeState.Pending, null);
    }

    private void Write(Guid ticketId, NoticeFact fact, string? sealedLink = null)
    {
        var now = clock.GetUtcNow();
        // Whoever books after the hour of the reminder has just heard when the visit is.
        if (fact.Kind == NoticeKind.Reminder && fact.DueAt <= now)
            return;

        db.Notices.Add(new Notice
        {
            Id = Guid.CreateVersion7(now),
            TicketId = ticketId,
            Kind = fact.Kind,
            Version = fact.Version,
            Channel = settings.Channel,
            State = fact.IsSuperseded ? NoticeState.Withdrawn : NoticeState.Pending,
            FactAt = fact.At,
            DueAt = fact.DueAt < now ? now : fact.DueAt,
            EndedAt = fact.IsSuperseded ? now : null,
            SealedLink = sealedLink,
        });
    }

    private async Task Withdraw(Guid ticketId, NoticeFact[] superseded, CancellationToken cancel)
    {
        if (superseded.Length == 0)
            return;

        var kinds = superseded.Select(fact => EnumText.Of(fact.Kind)).ToArray();
        var versions = superseded.Select(fact => fact.Version).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            update notices set state = 'WITHDRAWN', ended_at = {clock.GetUtcNow()}, sealed_link = null
            where ticket_id = {ticketId} and state = 'PENDING' and (kind, version) in (select * from unnest({kinds}, {versions}))
            """, cancel);
    }
}
