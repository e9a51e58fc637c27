using MassTransit;
using Meida.Contracts.Tickets;
using Meida.Tickets.Data;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Assignment;

/// <summary>
/// Ends an assignment without a technician: gives back what may be reserved and writes it into the history. A ticket whose
/// technician was lost, and who has nobody else, goes back: it would seem to have one.
/// </summary>
internal sealed class GiveUpAssignment(TicketsDbContext db, TimeProvider clock) : IStateMachineActivity<AssignmentState>
{
    public async Task Execute(BehaviorContext<AssignmentState> context, IBehavior<AssignmentState> next)
    {
        await End(context);
        await next.Execute(context);
    }

    public async Task Execute<T>(BehaviorContext<AssignmentState, T> context, IBehavior<AssignmentState, T> next)
        where T : class
    {
        await End(context);
        await next.Execute(context);
    }

    private async Task End(BehaviorContext<AssignmentState> context)
    {
        var (saga, now) = (context.Saga, clock.GetUtcNow());
        if (saga.Candidates.Count > 0)
            await context.Publish(new ReleaseReservation(saga.CorrelationId, saga.TicketId));

        var ticket = await db.Tickets.SingleAsync(t => t.Id == saga.TicketId, context.CancellationToken);
        ticket.RecordAssignmentFailed(saga.CorrelationId, saga.Reason!, saga.RefusedFor, saga.Actor, now);
        // A ticket that changed is for Technicians to look at anew.
        if (saga.ReplacesAssignmentId is { } lost && saga.Reason != AssignmentFailure.TicketChanged)
            await db.ReturnLost(ticket, lost, saga.RefusedFor ?? saga.Reason!, now, context.CancellationToken);
        saga.EndedAt = now;
    }

    public Task Faulted<TException>(BehaviorExceptionContext<AssignmentState, TException> context, IBehavior<AssignmentState> next)
        where TException : Exception => next.Faulted(context);

    public Task Faulted<T, TException>(BehaviorExceptionContext<AssignmentState, T, TException> context, IBehavior<AssignmentState, T> next)
        where T : class
        where TException : Exception => next.Faulted(context);

    public void Probe(ProbeContext context) => context.CreateScope("give-up-assignment");

    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);
}
