using MassTransit;
using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.Booking.Notices;
using Meida.Contracts.Booking;
using Meida.Contracts.Tickets;
using Meida.Messaging;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Projections;

/// <summary>Removes what names the customer, here and in announcements that were not delivered.</summary>
internal sealed class TicketErasureRequestedConsumer(
    BookingDbContext db, NoticePlan notices, INoticeChannel channel, PersonalData personalData, TimeProvider clock)
    : IConsumer<TicketErasureRequested>
{
    /// <summary>What is left of a customer.</summary>
    public static readonly SealedDetails Nobody = new("", "", "", "");

    public async Task Consume(ConsumeContext<TicketErasureRequested> context)
    {
        var (ticketId, cancel) = (context.Message.TicketId, context.CancellationToken);
        await db.LockTicket(ticketId, cancel);
        if (await db.Bookings.SingleOrDefaultAsync(b => b.Id == ticketId, cancel) is { } booking)
            booking.Erase(personalData.Seal(Nobody), clock.GetUtcNow());
        else if (!await db.EarlyErasures.AnyAsync(e => e.TicketId == ticketId, cancel))
            db.EarlyErasures.Add(new EarlyErasure { TicketId = ticketId, At = clock.GetUtcNow() });

        await notices.End(ticketId, cancel);
        channel.Forget(ticketId);

        await db.ManageLinks.Where(l => l.TicketId == ticketId).ExecuteDeleteAsync(cancel);

        var text = ticketId.ToString();
        await db.Set<OutboxRow>().Where(row => row.Destination == OutboxOf<BookingSubmitted>() && row.Body.Contains(text)).ExecuteDeleteAsync(cancel);
        await db.SaveChangesAsync(cancel);
    }

    private static string OutboxOf<T>() => "exchange:" + EntityNames.Of(typeof(T));
}
