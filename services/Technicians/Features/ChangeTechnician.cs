using System.Security.Claims;
using Meida.Messaging;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Technicians.Catalog;
using Meida.Technicians.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Features;

/// <summary>A technician changes. One made inactive keeps the tickets at hand and gets no new ones.</summary>
internal static class ChangeTechnician
{
    public static async Task<Results<Ok<TechnicianResponse>, ProblemHttpResult>> Handle(
        string id, TechnicianRequest request, TechniciansDbContext db, Outbox outbox, PersonalData personalData, ClaimsPrincipal user, TimeProvider clock,
        CancellationToken cancel)
    {
        if (!Guid.TryParseExact(id, "D", out var technicianId))
            return TechnicianProblems.NotFound();

        var errors = new FieldErrors();
        var change = await TechnicianRules.Check(request, isNew: false, errors, db, personalData, cancel);
        if (errors.Any)
            return errors.ToProblem();

        var technician = await db.Technicians.SingleOrDefaultAsync(t => t.Id == technicianId, cancel);
        if (technician is null)
            return TechnicianProblems.NotFound();

        var now = clock.GetUtcNow();
        if (technician.Change(change, now))
            outbox.Publish(db, technician.Announcement(personalData), technician.AnnouncementId());
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException fault) when (TechnicianProblems.Duplicate(fault) is { } duplicate)
        {
            return duplicate;
        }

        return TypedResults.Ok(await db.Technicians.Where(t => t.Id == technicianId).Select(TechnicianResponse.From(db, user, now)).SingleAsync(cancel));
    }
}
