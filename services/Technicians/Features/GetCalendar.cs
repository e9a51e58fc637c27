using Meida.Contracts.Technicians;
using Meida.ServiceDefaults.Refusals;
using Meida.Technicians.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Features;

/// <summary>When a service center works.</summary>
internal static class GetCalendar
{
    public static async Task<Results<Ok<CenterCalendar>, ProblemHttpResult>> Handle(string id, TechniciansDbContext db, CancellationToken cancel)
    {
        var center = Guid.TryParseExact(id, "D", out var centerId)
            ? await db.Centers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == centerId, cancel)
            : null;
        return center is null ? TechnicianProblems.NoCenter() : TypedResults.Ok(center.Calendar);
    }
}
