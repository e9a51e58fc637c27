using Meida.Messaging;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;

namespace Meida.Tickets.Assignment;

/// <summary>Starts and ends assignments in the caller's transaction.</summary>
internal sealed class AssignmentStarter(TicketsDbContext db, Outbox outbox, TimeProvider clock)
{
    /// <summary>Adds a new assignment; the saga begins when the caller's transaction is committed.</summary>
    public AssignmentState Start(Ticket ticket, AssignmentWish wish, ActorInfo by)
    {
        var saga = AssignmentState.Request(ticket, wish, by, clock.GetUtcNow());
        db.Assignments.Add(saga);
        outbox.Publish(db, new AssignmentRequested(saga.CorrelationId));
        return saga;
    }

    /// <summary>Ends the assignment that is under way for what the ticket was.</summary>
    public async Task Overtake(Ticket ticket, CancellationToken cancel)
    {
        if (await db.LiveAssignment(ticket.Id, cancel) is { } saga)
            outbox.Publish(db, new AssignmentOvertaken(saga.CorrelationId));
    }
}
