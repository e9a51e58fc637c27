using MassTransit;
using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.Contracts.Tickets;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Projections;

/// <summary>Keeps a booking that an agent made for a caller, so that the customer finds it and its slot is taken.</summary>
internal sealed class AgentBookingRecordedConsumer(BookingDbContext db, PersonalData personalData) : IConsumer<AgentBookingRecorded>
{
    public async Task Consume(ConsumeContext<AgentBookingRecorded> context)
    {
        var message = context.Message.Booking;
        await db.LockTicket(message.TicketId, context.CancellationToken);
        if (await db.Bookings.AnyAsync(b => b.Id == message.TicketId, context.CancellationToken))
            return;

        if (!PhoneNumber.TryParse(personalData.OpenDetails(message.SealedDetails).CustomerPhone, out var phone))
            throw new InvalidOperationException($"The booking {message.TicketNo} carries no telephone number.");

        var booking = RepairBooking.From(message, personalData.PhoneHash(phone));
        // Tickets may already have told what became of it.
        var known = await db.Progress.Where(p => p.TicketId == message.TicketId).ToListAsync(context.CancellationToken);
        if (known.All(p => p.Version != 1))
            db.Progress.Add(booking.FirstProgress());
        booking.Follow(known);
        db.Bookings.Add(booking);
        await db.SaveChangesAsync(context.CancellationToken);
    }
}
