using System.Security.Claims;
using Meida.Messaging;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Technicians.Catalog;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Features;

/// <summary>A new technician.</summary>
internal static class AddTechnician
{
    public static async Task<Results<Created<TechnicianResponse>, ProblemHttpResult>> Handle(
        TechnicianRequest request, TechniciansDbContext db, Outbox outbox, PersonalData personalData, ClaimsPrincipal user, TimeProvider clock, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var profile = await TechnicianRules.Check(request, isNew: true, errors, db, personalData, cancel);
        if (errors.Any)
            return errors.ToProblem();

        var now = clock.GetUtcNow();
        var technician = Technician.Hire(Guid.CreateVersion7(now), profile, now);
        db.Technicians.Add(technician);
        outbox.Publish(db, technician.Announcement(personalData), technician.AnnouncementId());
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException fault) when (TechnicianProblems.Duplicate(fault) is { } duplicate)
        {
            return duplicate;
        }

        var added = await db.Technicians.Where(t => t.Id == technician.Id).Select(TechnicianResponse.From(db, user, now)).SingleAsync(cancel);
        return TypedResults.Created($"/api/technicians/{added.Id}", added);
    }
}
