using MassTransit;
using Meida.Contracts.Technicians;
using Meida.Contracts.Tickets;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Reservations;

/// <summary>
/// Keeps technicians' slots in step with their tickets. Every event updates the ticket's plan; then the slot in force is
/// made to match the plan, whatever order the events came in.
/// </summary>
internal sealed class TicketEventsConsumer(TechniciansDbContext db, AssignmentPolicy policy, TimeProvider clock) :
    IConsumer<TicketBooked>, IConsumer<TicketCorrected>, IConsumer<TicketAssigned>, IConsumer<TicketReturned>, IConsumer<TicketRescheduled>,
    IConsumer<TicketStarted>, IConsumer<TicketCompleted>, IConsumer<TicketCanceled>
{
    public async Task Consume(ConsumeContext<TicketBooked> context)
    {
        var ticket = context.Message;
        var plan = await Plan(ticket.TicketId, context.CancellationToken);
        plan.Belong(ticket.Version, ticket.CenterId);
        plan.Schedule(ticket.Version, ticket.AppointmentDate, ticket.AppointmentTime);
        await db.SaveChangesAsync(context.CancellationToken);
    }

    public async Task Consume(ConsumeContext<TicketCorrected> context)
    {
        var (version, ticket) = context.Message;
        var plan = await Plan(ticket.TicketId, context.CancellationToken);
        plan.Belong(version, ticket.CenterId);
        await db.SaveChangesAsync(context.CancellationToken);
    }

    public async Task Consume(ConsumeContext<TicketStarted> context)
    {
        var ticket = context.Message;
        var plan = await Plan(ticket.TicketId, context.CancellationToken);
        plan.Start(ticket.Version);
        await db.SaveChangesAsync(context.CancellationToken);
    }

    public async Task Consume(ConsumeContext<TicketAssigned> context)
    {
        var (ticket, cancel) = (context.Message, context.CancellationToken);
        var plan = await Plan(ticket.TicketId, cancel);
        // A former assignment is over even when a later one is known already.
        if (ticket.FormerAssignmentId is { } former && former != plan.AssignmentId)
            await Release(former, cancel);

        plan.Schedule(ticket.Version, ticket.AppointmentDate, ticket.AppointmentTime);
        var superseded = plan.AssignmentId;
        if (plan.Assign(ticket.Version, ticket.AssignmentId, ticket.TechnicianId))
        {
            if (superseded is { } earlier && earlier != ticket.AssignmentId)
                await Release(earlier, cancel);
            await Fulfil(context, plan, ticket.TicketNo);
        }
        else if (ticket.AssignmentId != plan.AssignmentId)
        {
            await Release(ticket.AssignmentId, cancel);
        }

        await db.SaveChangesAsync(cancel);
    }

    public async Task Consume(ConsumeContext<TicketReturned> context)
    {
        var (ticket, cancel) = (context.Message, context.CancellationToken);
        var plan = await Plan(ticket.TicketId, cancel);
        // The former assignment is over even when a later one is known already.
        if (plan.Return(ticket.Version) || ticket.FormerAssignmentId != plan.AssignmentId)
            await Release(ticket.FormerAssignmentId, cancel);
        await db.SaveChangesAsync(cancel);
    }

    public async Task Consume(ConsumeContext<TicketRescheduled> context)
    {
        var ticket = context.Message;
        var plan = await Plan(ticket.TicketId, context.CancellationToken);
        if (plan.Schedule(ticket.Version, ticket.AppointmentDate, ticket.AppointmentTime))
            await Fulfil(context, plan, ticket.TicketNo);
        await db.SaveChangesAsync(context.CancellationToken);
    }

    public async Task Consume(ConsumeContext<TicketCompleted> context)
    {
        var ticket = context.Message;
        var plan = await Plan(ticket.TicketId, context.CancellationToken);
        if (plan.End(TicketOutcome.Completed))
            await Fulfil(context, plan, ticket.TicketNo);
        await db.SaveChangesAsync(context.CancellationToken);
    }

    public async Task Consume(ConsumeContext<TicketCanceled> context)
    {
        var (ticket, cancel) = (context.Message, context.CancellationToken);
        var plan = await Plan(ticket.TicketId, cancel);
        plan.End(TicketOutcome.Canceled);
        foreach (var assignment in await db.Assignments.Where(a => a.TicketId == ticket.TicketId).ToListAsync(cancel))
            assignment.Release(clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
    }

    private async Task<TicketPlan> Plan(Guid ticketId, CancellationToken cancel)
    {
        await db.LockTicket(ticketId, cancel);
        var plan = await db.Plans.SingleOrDefaultAsync(p => p.TicketId == ticketId, cancel);
        if (plan is null)
            db.Plans.Add(plan = new TicketPlan { TicketId = ticketId });
        return plan;
    }

    private async Task Release(Guid assignmentId, CancellationToken cancel)
    {
        var assignment = await db.Assignments.SingleOrDefaultAsync(a => a.Id == assignmentId, cancel);
        assignment?.Release(clock.GetUtcNow());
        // Before another assignment may ask for the same slot.
        await db.SaveChangesAsync(cancel);
    }

    // Tickets has decided; here is only the technician's time. Where that is taken, Tickets must decide anew.
    private async Task Fulfil(ConsumeContext context, TicketPlan plan, string ticketNo)
    {
        if (plan.AssignmentId is not { } assignmentId || plan.TechnicianId is not { } technicianId || plan.Outcome == TicketOutcome.Canceled)
            return;

        var (now, cancel) = (clock.GetUtcNow(), context.CancellationToken);
        await db.LockTechnicians([technicianId], cancel);
        var assignment = await db.Assignments.SingleOrDefaultAsync(a => a.Id == assignmentId, cancel);
        if (assignment is null)
        {
            assignment = Assignment.Reserve(
                assignmentId, technicianId, plan.TicketId, ticketNo, plan.AppointmentDate, plan.AppointmentTime, now);
            assignment.Release(now);
            db.Assignments.Add(assignment);
        }

        var stays = assignment.HoldsSlot && assignment.IsIn(plan.AppointmentDate, plan.AppointmentTime);
        var obstacle = stays ? null : await Obstacle(plan, technicianId, cancel);
        if (obstacle is null)
        {
            var state = plan.Outcome == TicketOutcome.Completed ? AssignmentState.Completed : AssignmentState.Active;
            assignment.Hold(plan.AppointmentDate, plan.AppointmentTime, state, now);
            return;
        }

        assignment.Release(now);
        if (plan.Outcome == TicketOutcome.Open)
            await context.Publish(new ReservationLost(assignmentId, plan.TicketId, plan.AppointmentVersion, obstacle));
    }

    private async Task<string?> Obstacle(TicketPlan plan, Guid technicianId, CancellationToken cancel)
    {
        var visit = new WantedVisit(plan.TicketId, CenterId: null, plan.AppointmentDate, plan.AppointmentTime);
        var technician = await AssignmentPolicy.Rank(db, db.Technicians.Where(t => t.Id == technicianId), visit, clock.GetUtcNow()).SingleAsync(cancel);
        // What is done was done; and who takes no new tickets keeps the old ones.
        return plan.Outcome == TicketOutcome.Completed
            ? technician.Overlaps ? "overlap" : null
            : policy.Obstacle(technician with { IsActive = true });
    }
}
