using MassTransit;
using Meida.Contracts.Technicians;
using Meida.SharedKernel;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Assignment;

/// <summary>
/// Gives the ticket to the technician whose slot is reserved, as an agent would; or says that the ticket is not what it
/// was when the assignment began.
/// </summary>
internal sealed class CommitAssignment(TicketsDbContext db, PersonalData personalData, TimeProvider clock)
    : IStateMachineActivity<AssignmentState, TechnicianReserved>
{
    public async Task Execute(BehaviorContext<AssignmentState, TechnicianReserved> context, IBehavior<AssignmentState, TechnicianReserved> next)
    {
        var (saga, chosen) = (context.Saga, context.Message.Chosen);
        var ticket = await db.Tickets.SingleAsync(t => t.Id == saga.TicketId, context.CancellationToken);
        if (saga.StillFits(ticket))
        {
            var name = personalData.Open(context.Message.SealedName);
            await Introduce(chosen.TechnicianId, name, context.CancellationToken);
            var former = await db.Technicians.Where(card => card.Id == ticket.TechnicianId).Select(card => card.Name).SingleOrDefaultAsync(context.CancellationToken);
            var explanation = new
            {
                chosen.TechnicianId,
                TechnicianName = name,
                FormerTechnicianId = ticket.TechnicianId,
                FormerTechnicianName = former,
                AssignmentId = saga.CorrelationId,
                Mode = saga.IsAutomatic ? "automatic" : "manual",
                chosen.SameCenter,
                chosen.Load7d,
            };
            // A visit that moves to another time moves in the same step.
            ticket.Reschedule(saga.AppointmentDate, saga.AppointmentTime, saga.Actor, clock.GetUtcNow());
            ticket.Assign(chosen.TechnicianId, saga.CorrelationId, explanation, saga.Actor, clock.GetUtcNow());
            saga.Succeed(chosen, clock.GetUtcNow());
        }
        else
        {
            saga.Reason = AssignmentFailure.TicketChanged;
        }

        await next.Execute(context);
    }

    // The technician's announcement may still be under way; it will bring a version above 0.
    private Task<int> Introduce(Guid id, string name, CancellationToken cancel) => db.Database.ExecuteSqlAsync(
        $"insert into technician_cards (id, version, name, is_active) values ({id}, 0, {name}, true) on conflict do nothing", cancel);

    public Task Faulted<TException>(
        BehaviorExceptionContext<AssignmentState, TechnicianReserved, TException> context, IBehavior<AssignmentState, TechnicianReserved> next)
        where TException : Exception => next.Faulted(context);

    public void Probe(ProbeContext context) => context.CreateScope("commit-assignment");

    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);
}
