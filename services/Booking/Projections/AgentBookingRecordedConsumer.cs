using MassTransit;
using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.Booking.Notices;
using Meida.Booking.Products;
using Meida.Contracts.Booking;
using Meida.Contracts.Tickets;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Projections;

/// <summary>Keeps a booking that an agent made for a caller, so that the customer finds it and its slot is taken.</summary>
internal sealed class AgentBookingRecordedConsumer(BookingDbContext db, AgentBookings bookings) : IConsumer<AgentBookingRecorded>
{
    public async Task Consume(ConsumeContext<AgentBookingRecorded> context)
    {
        await db.LockTicket(context.Message.Booking.TicketId, context.CancellationToken);
        var message = context.Message;
        var booking = await bookings.Keep(message.Booking, context.CancellationToken);
        if (message.ManageTokenHash is { } hash && booking.ErasedAt is null && !await db.ManageLinks.AnyAsync(l => l.TokenHash == hash, context.CancellationToken))
            db.ManageLinks.Add(new ManageLink { TokenHash = hash, TicketId = booking.Id, CreatedAt = message.Booking.OccurredAt });

        // The registry was away when the agent booked.
        if (message.Booking.Product is null && await db.FindProduct(message.Booking.SerialNumber, context.CancellationToken) is { } product)
            await context.Publish(new ProductWarrantyChanged(product.SerialKey, product.ToMessage()), context.CancellationToken);
        await db.SaveChangesAsync(context.CancellationToken);
    }
}

/// <summary>An agent corrected what was written down. It may be known before the booking itself.</summary>
internal sealed class TicketCorrectedConsumer(BookingDbContext db, AgentBookings bookings) : IConsumer<TicketCorrected>
{
    public async Task Consume(ConsumeContext<TicketCorrected> context)
    {
        var (version, corrected) = context.Message;
        await db.LockTicket(corrected.TicketId, context.CancellationToken);
        var booking = await bookings.Keep(corrected, context.CancellationToken);
        booking.Correct(version, corrected, bookings.PhoneHash(corrected));
        await db.SaveChangesAsync(context.CancellationToken);
    }
}

/// <summary>Bookings that Tickets tells of.</summary>
internal sealed class AgentBookings(BookingDbContext db, NoticePlan notices, PersonalData personalData)
{
    /// <summary>The booking, added when it was not known. The caller holds the ticket's lock and saves.</summary>
    public async Task<RepairBooking> Keep(BookingSubmitted message, CancellationToken cancel)
    {
        if (await db.Bookings.SingleOrDefaultAsync(b => b.Id == message.TicketId, cancel) is { } kept)
            return kept;

        var booking = RepairBooking.From(message, PhoneHash(message));
        // Tickets may already have told what became of it.
        var known = await db.Progress.Where(p => p.TicketId == message.TicketId).ToListAsync(cancel);
        booking.Follow(known);
        if (known.All(p => p.Version != 1))
        {
            var first = booking.FirstProgress();
            db.Progress.Add(first);
            known.Add(first);
        }

        if (await db.EarlyErasures.SingleOrDefaultAsync(e => e.TicketId == message.TicketId, cancel) is { } erased)
            booking.Erase(personalData.Seal(TicketErasureRequestedConsumer.Nobody), erased.At);
        db.Bookings.Add(booking);
        await notices.Follow(booking, known, known, cancel);
        return booking;
    }

    public string PhoneHash(BookingSubmitted message) =>
        PhoneNumber.TryParse(personalData.OpenDetails(message.SealedDetails).CustomerPhone, out var phone)
            ? personalData.PhoneHash(phone)
            : throw new InvalidOperationException($"The booking {message.TicketNo} carries no telephone number.");
}
