using MassTransit;
using Meida.Contracts.Tickets;
using Meida.Messaging;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Receipts;

/// <summary>Tells Files where a ticket stands and whose it is.</summary>
[AnswersDirectly]
internal sealed class GetTicketAccessConsumer(TicketsDbContext db) : IConsumer<GetTicketAccess>
{
    public async Task Consume(ConsumeContext<GetTicketAccess> context)
    {
        var (id, number) = context.Message;
        var ticket = await db.Tickets.AsNoTracking()
            .Where(t => id != null ? t.Id == id : t.TicketNo == number)
            .Select(t => new { t.Id, t.TicketNo, t.Status, t.Version, t.TechnicianId })
            .SingleOrDefaultAsync(context.CancellationToken);
        await context.RespondAsync(new TicketAccessAnswer(
            ticket is null ? null : new(ticket.Id, ticket.TicketNo, EnumText.Of(ticket.Status), ticket.Version, ticket.TechnicianId)));
    }
}
