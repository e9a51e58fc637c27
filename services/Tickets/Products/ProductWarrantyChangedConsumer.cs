using MassTransit;
using Meida.Contracts.Booking;
using Meida.SharedKernel;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Products;

/// <summary>The registry says something new of a product: open tickets follow, ended ones keep what was true then.</summary>
internal sealed class ProductWarrantyChangedConsumer(TicketsDbContext db, TimeProvider clock) : IConsumer<ProductWarrantyChanged>
{
    public async Task Consume(ConsumeContext<ProductWarrantyChanged> context)
    {
        var key = SerialNumber.Key(context.Message.SerialNumber);
        var tickets = await db.Tickets.FromSql(
            $"""
            select * from tickets where upper(serial_number) = {key} and status not in ('COMPLETED', 'CANCELED') order by id for no key update
            """).ToListAsync(context.CancellationToken);
        foreach (var ticket in tickets)
            ticket.Correct(context.Message.Product.ForTicket()!, ActorInfo.System, clock.GetUtcNow());
        await db.SaveChangesAsync(context.CancellationToken);
    }
}
