using System.Security.Claims;
using Meida.ServiceDefaults.Access;
using Meida.Technicians.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Features;

/// <summary>One technician; who is only a technician sees no other one.</summary>
internal static class GetTechnician
{
    public static async Task<Results<Ok<TechnicianResponse>, ProblemHttpResult>> Handle(
        string id, TechniciansDbContext db, ClaimsPrincipal user, TimeProvider clock, CancellationToken cancel)
    {
        if (!IsInReach(id, user, out var technicianId))
            return TechnicianProblems.NotFound();

        var technician = await db.Technicians.Where(t => t.Id == technicianId)
            .Select(TechnicianResponse.From(db, user, clock.GetUtcNow()))
            .SingleOrDefaultAsync(cancel);
        return technician is null ? TechnicianProblems.NotFound() : TypedResults.Ok(technician);
    }

    public static bool IsInReach(string text, ClaimsPrincipal user, out Guid id) =>
        Guid.TryParseExact(text, "D", out id) && (user.TechnicianScope() is not { } own || own == id);
}
