using MassTransit;
using Meida.Booking.Data;
using Meida.Booking.Products;
using Meida.Contracts.Booking;
using Meida.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Features;

/// <summary>Tells Tickets about a booking whose announcement may still be under way.</summary>
[AnswersDirectly]
internal sealed class FindBookingConsumer(BookingDbContext db) : IConsumer<FindBooking>
{
    public async Task Consume(ConsumeContext<FindBooking> context)
    {
        var (ticketId, ticketNo) = context.Message;
        var booking = await db.Bookings.AsNoTracking()
            .SingleOrDefaultAsync(b => ticketId != null ? b.Id == ticketId : b.TicketNo == ticketNo, context.CancellationToken);
        var product = await db.FindProduct(booking?.SerialNumber, context.CancellationToken);
        await context.RespondAsync(new BookingLookup(booking?.ToMessage(product)));
    }
}
