using MassTransit;
using Meida.Contracts.Technicians;
using Meida.Contracts.Tickets;
using Meida.SharedKernel;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Reservations;

/// <summary>
/// Reserves the slot of the best of the given candidates. They are locked and ranked afresh, so that a hundred
/// reservations at once each see the load the one before has left.
/// </summary>
internal sealed class ReserveTechnicianConsumer(
    TechniciansDbContext db, AssignmentPolicy policy, PersonalData personalData, TimeProvider clock) : IConsumer<ReserveTechnician>
{
    public async Task Consume(ConsumeContext<ReserveTechnician> context)
    {
        var (wish, cancel) = (context.Message, context.CancellationToken);
        await db.LockTicket(wish.TicketId, cancel);
        await db.LockTechnicians(wish.TechnicianIds, cancel);
        var reserved = await db.Assignments.SingleOrDefaultAsync(a => a.Id == wish.AssignmentId, cancel);
        if (reserved is { HoldsSlot: false } || await IsOver(wish, cancel))
        {
            await Refuse(context, "released");
            return;
        }

        var ranked = await Ranked(wish, reserved is null ? wish.TechnicianIds : [reserved.TechnicianId], cancel);
        var chosen = reserved is null ? ranked.Find(policy.CanTake) : ranked.Single();
        if (chosen is null)
        {
            await Refuse(context, policy.Obstacle(ranked));
            return;
        }

        if (reserved is null)
        {
            db.Assignments.Add(Assignment.Reserve(
                wish.AssignmentId, chosen.Id, wish.TicketId, wish.TicketNo, wish.AppointmentDate, wish.AppointmentTime, clock.GetUtcNow()));
            await db.SaveChangesAsync(cancel);
        }

        await context.Publish(new TechnicianReserved(
            wish.AssignmentId, wish.TicketId, FindCandidatesConsumer.Explain(chosen), personalData.Seal(chosen.Name)));
    }

    private async Task<bool> IsOver(ReserveTechnician wish, CancellationToken cancel) =>
        await db.EarlyReleases.AnyAsync(r => r.AssignmentId == wish.AssignmentId, cancel)
        || await db.Plans.AnyAsync(p => p.TicketId == wish.TicketId && p.Outcome != TicketOutcome.Open, cancel);

    private Task<List<RankedTechnician>> Ranked(ReserveTechnician wish, IReadOnlyList<Guid> ids, CancellationToken cancel) =>
        AssignmentPolicy
            .Rank(
                db, db.Technicians.Where(t => ids.Contains(t.Id)),
                new(wish.TicketId, wish.CenterId, wish.AppointmentDate, wish.AppointmentTime), clock.GetUtcNow())
            .ToListAsync(cancel);

    private static Task Refuse(ConsumeContext<ReserveTechnician> context, string reason) =>
        context.Publish(new ReservationRefused(context.Message.AssignmentId, context.Message.TicketId, reason));
}
