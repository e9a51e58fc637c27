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
        var (wish, cancel) = (context.Message, context.CancellationToken);
        var (able, reason) = wish.TechnicianId is { } wanted
            ? await OnlyOne(wish, wanted, cancel)
            : await Skilled(wish, cancel);

        await context.Publish(new CandidatesFound(wish.AssignmentId, wish.TicketId, [.. able.Select(Explain)], reason));
    }

    public static Candidate Explain(RankedTechnician technician) =>
        new(technician.Id, technician.SameCenter, technician.Load7d, technician.LastAssignedAt);

    private async Task<(IReadOnlyList<RankedTechnician>, string?)> OnlyOne(FindCandidates wish, Guid wanted, CancellationToken cancel)
    {
        var ranked = await Ranked(wish, db.Technicians.Where(t => t.Id == wanted)).ToListAsync(cancel);
        return ranked.Exists(policy.CanTake) ? (ranked, null) : ([], policy.Obstacle(ranked));
    }

    // Whoever names a technician knows best; only an automatic assignment asks for a center and for skills.
    private async Task<(IReadOnlyList<RankedTechnician>, string?)> Skilled(FindCandidates wish, CancellationToken cancel)
    {
        if (wish.CenterId is null)
            return ([], "no-center");

        var needed = await db.Database.SqlQuery<string>(
            $"""
            select distinct lower(skill) as "Value" from technicians, unnest(skills) as skill
            where position(lower(skill) in lower({wish.ProductModel ?? ""})) > 0
            """).ToListAsync(cancel);
        var technicians = db.Technicians.Where(t => t.IsActive && (needed.Count == 0 || t.Skills.Any(skill => needed.Contains(skill.ToLower()))));
        var able = await policy.Able(Ranked(wish, technicians)).Take(MaxCandidates).ToListAsync(cancel);
        if (able.Count > 0)
            return (able, null);

        var nearest = await Ranked(wish, technicians).Take(1).ToListAsync(cancel);
        return ([], nearest.Count > 0 ? policy.Obstacle(nearest) : needed.Count > 0 ? "skill" : "inactive");
    }

    private IQueryable<RankedTechnician> Ranked(FindCandidates wish, IQueryable<Technician> technicians) =>
        AssignmentPolicy.Rank(
            db, technicians, new(wish.TicketId, wish.CenterId, wish.AppointmentDate, wish.AppointmentTime), clock.GetUtcNow());
}
