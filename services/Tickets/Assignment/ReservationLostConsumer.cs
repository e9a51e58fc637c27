using MassTransit;
using Meida.Contracts.Technicians;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Assignment;

/// <summary>The technician is busy in a rescheduled ticket's new slot: the policy chooses anew.</summary>
internal sealed class ReservationLostConsumer(TicketsDbContext db, TimeProvider clock) : IConsumer<ReservationLost>
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(5);

    public async Task Consume(ConsumeContext<ReservationLost> context)
    {
        var lost = context.Message;
        var ticket = await db.LockTicket(lost.TicketId, context.CancellationToken);
        // Somebody else has the ticket by now, or nobody needs a slot any more.
        if (ticket is not { Status: TicketStatus.Assigned } || ticket.AssignmentId != lost.AssignmentId)
            return;

        // The appointment has moved again since: Technicians answers to that, not to what was before.
        var movedAgain = await db.Events.AnyAsync(
            e => e.TicketId == lost.TicketId && e.Action == TicketAction.Rescheduled && e.TicketVersion > lost.TicketVersion, context.CancellationToken);
        if (movedAgain)
            return;

        if (await db.LiveAssignment(lost.TicketId, context.CancellationToken) is not null)
        {
            // Should that one fail, the ticket would stay with a technician who has no time for it.
            await context.ScheduleSend(LookAgainAfter, lost);
            return;
        }

        if (ticket.CenterId is null)
        {
            await db.ReturnLost(ticket, lost.AssignmentId, AssignmentFailure.NoCenter, clock.GetUtcNow(), context.CancellationToken);
            return;
        }

        var saga = AssignmentState.Request(ticket, new AssignmentWish(), ActorInfo.System, clock.GetUtcNow());
        saga.ReplacesAssignmentId = lost.AssignmentId;
        db.Assignments.Add(saga);
        await context.Publish(new AssignmentRequested(saga.CorrelationId));
    }
}
