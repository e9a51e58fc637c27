using MassTransit;
using Meida.Contracts.Technicians;
using Meida.Contracts.Tickets;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Reservations;

/// <summary>Names who could take a ticket, best first.</summary>
internal sealed class FindCandidatesConsumer(TechniciansDbContext db, AssignmentPolicy policy, TimeProvider clock)
    : IConsumer<FindCandidates>
{
    // Enough to spread over; a reservation locks all it is given.
    private const int MaxCandidates = 100;

    public async Task Consume(ConsumeContext<FindCandidates> context)
    {
        var wish = context.Message;
        var ranked = wish.TechnicianId is { } wanted
            ? await Ranked(wish, db.Technicians.Where(t => t.Id == wanted), context.CancellationToken)
            : await Skilled(wish, context.CancellationToken);

        await context.Publish(new CandidatesFound(
            wish.AssignmentId, wish.TicketId, [.. ranked.Where(policy.CanTake).Take(MaxCandidates).Select(Explain)]));
    }

    public static Candidate Explain(RankedTechnician technician) =>
        new(technician.Id, technician.SameCenter, technician.Load7d, technician.LastAssignedAt);

    // Whoever names a technician knows best; only an automatic assignment asks for skills.
    private async Task<IEnumerable<RankedTechnician>> Skilled(FindCandidates wish, CancellationToken cancel)
    {
        var catalogue = await db.Technicians.SelectMany(t => t.Skills).Distinct().ToListAsync(cancel);
        var needed = AssignmentPolicy.NeededSkills(catalogue, wish.ProductModel);
        var active = await Ranked(wish, db.Technicians.Where(t => t.IsActive), cancel);
        return active.Where(t => AssignmentPolicy.HasOneOf(needed, t.Skills));
    }

    private Task<List<RankedTechnician>> Ranked(FindCandidates wish, IQueryable<Technician> technicians, CancellationToken cancel) =>
        AssignmentPolicy.Rank(db, technicians, wish.CenterId, wish.AppointmentDate, wish.AppointmentTime, clock.GetUtcNow()).ToListAsync(cancel);
}
