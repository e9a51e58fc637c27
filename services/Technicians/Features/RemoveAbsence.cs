using Meida.ServiceDefaults.Refusals;
using Meida.Technicians.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Features;

/// <summary>An absence does not happen, or ends; the visits it took do not come back by themselves.</summary>
internal static class RemoveAbsence
{
    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        string id, string absenceId, TechniciansDbContext db, CancellationToken cancel)
    {
        var absence = Guid.TryParseExact(id, "D", out var technician) && Guid.TryParseExact(absenceId, "D", out var wanted)
            ? await db.Absences.SingleOrDefaultAsync(a => a.Id == wanted && a.TechnicianId == technician, cancel)
            : null;
        if (absence is null)
            return Problems.NotFound("There is no such absence.");

        db.Absences.Remove(absence);
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
