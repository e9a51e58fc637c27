using MassTransit;
using Meida.Contracts.Tickets;
using Meida.Tickets.Assignment;
using Meida.Tickets.Domain;
using Microsoft.Extensions.Options;

namespace Meida.Tickets.Customers;

/// <summary>The customer moves her appointment; an assignment under way was for the former slot and ends.</summary>
internal sealed class RescheduleForCustomerConsumer(CustomerDesk desk, AssignmentStarter assignments, IOptions<CustomerRules> rules)
    : IConsumer<RescheduleForCustomer>
{
    public Task Consume(ConsumeContext<RescheduleForCustomer> context)
    {
        var wish = context.Message;
        return desk.Answer(context, wish.TicketId, wish.Call, "RESCHEDULE", async (ticket, by, now) =>
        {
            ticket.Require(TicketCommand.Reschedule);
            if ((ticket.AppointmentDate, ticket.AppointmentTime) == (wish.AppointmentDate, wish.AppointmentTime))
                return;

            rules.Value.RequireNotice(ticket, now);
            ticket.Reschedule(wish.AppointmentDate, wish.AppointmentTime, by, now);
            await assignments.Overtake(ticket, context.CancellationToken);
        });
    }
}
