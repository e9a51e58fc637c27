using System.Globalization;
using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Notices;

/// <summary>
/// Sends what is due. A try is written down before it is made, with the time of the next one, so that a process that ends in the
/// middle leaves nothing hanging and no row is locked while a provider thinks. What was sent stays sent, even where it was
/// withdrawn at that moment.
/// </summary>
internal sealed class NoticeSender(
    IServiceScopeFactory scopes, INoticeChannel channel, NoticeSettings settings, PersonalData personalData, TimeProvider clock, ILogger<NoticeSender> log)
    : BackgroundService
{
    private const int AtOnce = 10;

    // Shorter than the first pause: a notice is never tried twice at once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!settings.IsOff && !stoppingToken.IsCancellationRequested)
        {
            if (!await SendDue(stoppingToken))
                await Task.Delay(settings.LookEvery, stoppingToken);
        }
    }

    private async Task<bool> SendDue(CancellationToken cancel)
    {
        try
        {
            if (settings.IsQuiet(clock.GetUtcNow()) || await Take(cancel) is not { Count: > 0 } due)
                return false;

            // Once begun they are brought to their end, and the host waits for it.
            await Task.WhenAll(due.Select(Send));
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogWarning("Notices cannot be sent for the moment: {Reason}", fault.Message);
            return false;
        }
    }

    // One of a ticket at a time, in the order of the facts. Another replica skips what this one takes.
    private async Task<List<Notice>> Take(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = clock.GetUtcNow();
        return await scope.ServiceProvider.GetRequiredService<BookingDbContext>().Notices.FromSql(
            $"""
            update notices set tries = tries + 1, due_at = {now} + least(interval '30 seconds' * power(2, least(tries, 10)), interval '1 hour')
            where id in (
                select id from notices n where state = 'PENDING' and due_at <= {now} and not exists (
                    select 1 from notices earlier where earlier.ticket_id = n.ticket_id and earlier.state = 'PENDING' and earlier.due_at <= {now}
                    and (earlier.version, earlier.id) < (n.version, n.id))
                order by due_at limit {AtOnce} for update skip locked)
            returning *
            """).AsNoTracking().ToListAsync(cancel);
    }

    private async Task Send(Notice notice)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BookingDbContext>();
        var message = await Write(notice, db);
        // A process that ended within the last try left it behind.
        if (message is null || notice.Tries > settings.MaxTries)
        {
            await End(db, notice, message is null ? NoticeState.Withdrawn : NoticeState.Failed, notice.Tries - 1);
            return;
        }

        try
        {
            using var time = new CancellationTokenSource(Patience);
            await channel.Send(message, time.Token);
        }
        catch (Exception fault)
        {
            // Its text may name the receiver.
            log.LogWarning("{Kind} of {TicketNo} was not accepted at try {Try}: {Fault}", notice.Kind, message.Words.TicketNo, notice.Tries, fault.GetType().Name);
            if (notice.Tries >= settings.MaxTries)
                await End(db, notice, NoticeState.Failed, notice.Tries);
            return;
        }

        await End(db, notice, NoticeState.Sent, notice.Tries);
        // Erased while it went out.
        if (await db.Bookings.AnyAsync(b => b.Id == notice.TicketId && b.ErasedAt != null))
            channel.Forget(notice.TicketId);
    }

    // Null when there is nothing to tell, or nobody, any more.
    private async Task<NoticeMessage?> Write(Notice notice, BookingDbContext db)
    {
        var booking = await db.Bookings.AsNoTracking().SingleOrDefaultAsync(b => b.Id == notice.TicketId);
        if (booking is null || booking.ErasedAt is not null || !booking.NoticesWanted
            || notice.IsOutdated(clock.GetUtcNow(), AppointmentSlots.StartsAt(booking.AppointmentDate, booking.AppointmentTime)))
            return null;

        var details = personalData.OpenDetails(booking.SealedDetails);
        var words = new NoticeWords(
            StringInfo.GetNextTextElement(details.CustomerName), booking.TicketNo, booking.AppointmentDate, booking.AppointmentTime,
            booking.AppointmentTime.Add(AppointmentSlots.Window), await Technician(notice, booking, db), Link(notice));
        return new NoticeMessage(notice.Id, notice.TicketId, notice.Kind, details.CustomerPhone, NoticeTexts.Write(notice.Kind, words, settings.IsEnglish), words);
    }

    private async Task<string?> Technician(Notice notice, RepairBooking booking, BookingDbContext db)
    {
        if (notice.Kind is not (NoticeKind.Assigned or NoticeKind.OnTheWay))
            return null;

        var name = await db.Technicians.Where(t => t.Id == booking.TechnicianId).Select(t => t.SealedName).SingleOrDefaultAsync();
        return name is null ? null : personalData.Open(name);
    }

    private string? Link(Notice notice) =>
        settings.SiteUrl is { } site && notice.SealedLink is { } token ? new Uri(site, ManageToken.Url(personalData.Open(token))).AbsoluteUri : null;

    private Task<int> End(BookingDbContext db, Notice notice, NoticeState state, int tries) => db.Notices
        .Where(n => n.Id == notice.Id && (n.State == NoticeState.Pending || state == NoticeState.Sent))
        .ExecuteUpdateAsync(n => n.SetProperty(x => x.State, state).SetProperty(x => x.Tries, tries)
            .SetProperty(x => x.EndedAt, clock.GetUtcNow()).SetProperty(x => x.SealedLink, (string?)null));
}
