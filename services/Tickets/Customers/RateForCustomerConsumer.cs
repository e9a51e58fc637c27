using MassTransit;
using Meida.Contracts.Tickets;
using Meida.SharedKernel;
using Meida.Tickets.Domain;

namespace Meida.Tickets.Customers;

/// <summary>The customer says how it was, once.</summary>
internal sealed class RateForCustomerConsumer(CustomerDesk desk, PersonalData personalData) : IConsumer<RateForCustomer>
{
    public Task Consume(ConsumeContext<RateForCustomer> context)
    {
        var wish = context.Message;
        return desk.Answer(context, wish.TicketId, wish.Call, "RATE", (ticket, by, now) =>
        {
            ticket.Require(TicketCommand.Rate);
            CustomerRules.RequireUnrated(ticket, now);
            ticket.Rate(wish.Score, wish.SealedComment is { } comment ? personalData.Open(comment) : null, by, now);
            return Task.CompletedTask;
        });
    }
}
