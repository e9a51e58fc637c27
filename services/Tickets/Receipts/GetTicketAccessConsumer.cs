using MassTransit;
using Meida.Contracts.Tickets;
using Meida.Messaging;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Meida.Tickets.Intake;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Receipts;

/// <summary>Tells Files where a ticket stands and whose it is.</summary>
[AnswersDirectly]
internal sealed class GetTicketAccessConsumer(TicketsDbContext db, LateBookings bookings) : IConsumer<GetTicketAccess>
{
    public async Task Consume(ConsumeContext<GetTicketAccess> context)
    {
        var (id, number) = context.Message;
        try
        {
            var ticket = await Look(id, number, context.CancellationToken);
            if (ticket is null && await bookings.Fetch(id, number, context.CancellationToken))
                ticket = await Look(id, number, context.CancellationToken);
            await context.RespondAsync(new TicketAccessAnswer(ticket));
        }
        catch (ProblemException)
        {
            // Booking does not answer, so nobody can tell: Files says so when its own patience ends.
        }
    }

    private async Task<TicketAccessState?> Look(Guid? id, string? number, CancellationToken cancel)
    {
        var ticket = await db.Tickets.AsNoTracking()
            .Where(t => id != null ? t.Id == id : t.TicketNo == number)
            .Select(t => new { t.Id, t.TicketNo, t.Status, t.Version, t.TechnicianId })
            .SingleOrDefaultAsync(cancel);
        return ticket is null ? null : new(ticket.Id, ticket.TicketNo, EnumText.Of(ticket.Status), ticket.Version, ticket.TechnicianId);
    }
}
