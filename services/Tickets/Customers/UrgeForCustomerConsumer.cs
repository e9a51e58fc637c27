using MassTransit;
using Meida.Contracts.Tickets;
using Meida.Tickets.Domain;
using Microsoft.Extensions.Options;

namespace Meida.Tickets.Customers;

/// <summary>The customer asks for it to go faster, now and then.</summary>
internal sealed class UrgeForCustomerConsumer(CustomerDesk desk, IOptions<CustomerRules> rules) : IConsumer<UrgeForCustomer>
{
    public Task Consume(ConsumeContext<UrgeForCustomer> context)
    {
        var wish = context.Message;
        return desk.Answer(context, wish.TicketId, wish.Call, "URGE", (ticket, by, now) =>
        {
            ticket.Require(TicketCommand.Urge);
            rules.Value.RequirePause(ticket, now);
            ticket.Urge(by, now);
            return Task.CompletedTask;
        });
    }
}
