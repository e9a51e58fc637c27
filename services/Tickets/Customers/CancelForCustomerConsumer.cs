using MassTransit;
using Meida.Contracts.Tickets;
using Meida.SharedKernel;
using Meida.Tickets.Assignment;
using Meida.Tickets.Domain;
using Microsoft.Extensions.Options;

namespace Meida.Tickets.Customers;

/// <summary>The customer cancels; an assignment under way ends and gives back what it reserved.</summary>
internal sealed class CancelForCustomerConsumer(
    CustomerDesk desk, AssignmentStarter assignments, PersonalData personalData, IOptions<CustomerRules> rules) : IConsumer<CancelForCustomer>
{
    // A canceled ticket has a reason; who gave it, the history says.
    private const string NoReason = "客户自助取消";

    public Task Consume(ConsumeContext<CancelForCustomer> context)
    {
        var wish = context.Message;
        return desk.Answer(context, wish.TicketId, wish.Call, "CANCEL", async (ticket, by, now) =>
        {
            ticket.Require(TicketCommand.Cancel);
            rules.Value.RequireNotice(ticket, now);
            ticket.Cancel(wish.SealedReason is { } reason ? personalData.Open(reason) : NoReason, by, now);
            await assignments.Overtake(ticket, context.CancellationToken);
        });
    }
}
