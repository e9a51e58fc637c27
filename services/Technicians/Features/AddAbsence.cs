using Meida.Contracts.Technicians;
using Meida.Messaging;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Features;

/// <summary>A technician will be absent.</summary>
/// <param name="Id">The absence.</param>
/// <param name="Affected">The numbers of the tickets that lose their technician and are planned anew.</param>
internal sealed record AddedAbsence(Guid Id, IReadOnlyList<string> Affected);

/// <summary>
/// Records an absence and takes the visits of that time from the technician. One that is being made, or is over, stays.
/// </summary>
internal static class AddAbsence
{
    public static async Task<Results<Created<AddedAbsence>, ProblemHttpResult>> Handle(
        string id, AbsenceRequest request, TechniciansDbContext db, Outbox outbox, TimeProvider clock, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var (from, to, reason) = AbsenceRules.Check(request, errors);
        if (errors.Any)
            return errors.ToProblem();

        if (!Guid.TryParseExact(id, "D", out var technicianId) || !await db.Technicians.AnyAsync(t => t.Id == technicianId, cancel))
            return TechnicianProblems.NotFound();

        var absence = new Absence { Id = Guid.CreateVersion7(clock.GetUtcNow()), TechnicianId = technicianId, StartsAt = from, EndsAt = to, Reason = reason };
        try
        {
            var affected = await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                List<Assignment>? taken;
                while ((taken = await Record(absence, db, outbox, clock, cancel)) is null)
                {
                }

                return taken;
            });
            return TypedResults.Created(
                $"/api/technicians/{technicianId}/absences/{absence.Id}", new AddedAbsence(absence.Id, [.. affected.Select(visit => visit.TicketNo)]));
        }
        catch (DbUpdateException fault) when (TechnicianProblems.IsDoubleAbsence(fault))
        {
            return TechnicianProblems.AbsenceOverlap();
        }
    }

    // Null: another ticket came in before the technician was locked. It would have to be locked before the technician.
    private static async Task<List<Assignment>?> Record(
        Absence absence, TechniciansDbContext db, Outbox outbox, TimeProvider clock, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var visits = Visits(absence, db, clock);
        var tickets = await visits.Select(visit => visit.TicketId).ToListAsync(cancel);
        await db.LockTickets(tickets, cancel);
        await db.LockTechnicians([absence.TechnicianId], cancel);
        var taken = await visits.OrderBy(visit => visit.AppointmentDate).ThenBy(visit => visit.AppointmentTime).ToListAsync(cancel);
        if (taken.Exists(visit => !tickets.Contains(visit.TicketId)))
            return null;

        var plans = await db.Plans.AsNoTracking().Where(plan => tickets.Contains(plan.TicketId)).ToDictionaryAsync(plan => plan.TicketId, cancel);
        foreach (var visit in taken)
        {
            visit.Release(clock.GetUtcNow());
            // What is only reserved is found to be lost when it is committed.
            if (plans.TryGetValue(visit.TicketId, out var plan) && plan.AssignmentId == visit.Id)
                outbox.Publish(db, new ReservationLost(visit.Id, visit.TicketId, plan.AppointmentVersion, "absent"));
        }

        db.Absences.Add(absence);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(CancellationToken.None);
        return taken;
    }

    private static IQueryable<Assignment> Visits(Absence absence, TechniciansDbContext db, TimeProvider clock)
    {
        // What is over is not planned anew.
        var now = AppointmentSlots.Now(clock) - Assignment.Visit;
        var today = DateOnly.FromDateTime(now);
        var timeOfDay = TimeOnly.FromDateTime(now);
        return db.Assignments.Where(Assignment.Within(absence.StartsAt, absence.EndsAt)).Where(visit =>
            visit.TechnicianId == absence.TechnicianId
            && (visit.AppointmentDate > today || (visit.AppointmentDate == today && visit.AppointmentTime > timeOfDay))
            && !db.Plans.Any(plan => plan.TicketId == visit.TicketId && plan.AssignmentId == visit.Id && plan.StartVersion > plan.AssignmentVersion));
    }
}
