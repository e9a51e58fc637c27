using MassTransit;
using Meida.Contracts.Tickets;
using Meida.Messaging;
using Meida.ServiceDefaults.Refusals;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Meida.Tickets.Intake;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Customers;

/// <summary>Shows Booking a ticket as its customer may see it.</summary>
[AnswersDirectly]
internal sealed class GetTicketForCustomerConsumer(TicketsDbContext db, LateBookings bookings, CustomerView view) : IConsumer<GetTicketForCustomer>
{
    public async Task Consume(ConsumeContext<GetTicketForCustomer> context)
    {
        var (id, cancel) = (context.Message.TicketId, context.CancellationToken);
        try
        {
            var ticket = await Look(id, cancel);
            if (ticket is null && await bookings.Fetch(id, null, cancel))
                ticket = await Look(id, cancel);
            await context.RespondAsync(new CustomerTicketAnswer(ticket is { ErasedAt: null } ? await view.Of(ticket, cancel) : null));
        }
        catch (ProblemException)
        {
            // Nobody can tell: Booking shows what it knows when its patience ends.
        }
    }

    private Task<Ticket?> Look(Guid id, CancellationToken cancel) => db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancel);
}
