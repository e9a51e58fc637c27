using MassTransit;
using Meida.Contracts.Technicians;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Assignment;

/// <summary>The technician is busy in a rescheduled ticket's new slot: the policy chooses anew.</summary>
internal sealed class ReservationLostConsumer(TicketsDbContext db, TimeProvider clock) : IConsumer<ReservationLost>
{
    public async Task Consume(ConsumeContext<ReservationLost> context)
    {
        var lost = context.Message;
        var ticket = await db.LockTicket(lost.TicketId, context.CancellationToken);
        // Somebody else has the ticket by now, or nobody needs a slot any more.
        if (ticket is not { Status: TicketStatus.Assigned } || ticket.AssignmentId != lost.AssignmentId)
            return;

        if (await db.LiveAssignment(lost.TicketId, context.CancellationToken) is not null)
            return;

        var saga = AssignmentState.Request(ticket, wanted: null, ActorInfo.System, clock.GetUtcNow());
        db.Assignments.Add(saga);
        await context.Publish(new AssignmentRequested(saga.CorrelationId));
    }
}
