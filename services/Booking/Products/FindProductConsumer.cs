using MassTransit;
using Meida.Booking.Data;
using Meida.Contracts.Booking;
using Meida.Messaging;

namespace Meida.Booking.Products;

/// <summary>Tells Tickets what is known of a serial number.</summary>
[AnswersDirectly]
internal sealed class FindProductConsumer(BookingDbContext db) : IConsumer<FindProduct>
{
    public async Task Consume(ConsumeContext<FindProduct> context)
    {
        var product = await db.FindProduct(context.Message.SerialNumber, context.CancellationToken);
        await context.RespondAsync(new ProductLookup(product?.ToMessage()));
    }
}
