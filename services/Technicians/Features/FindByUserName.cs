using Meida.ServiceDefaults.Refusals;
using Meida.Technicians.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Features;

/// <summary>Whom an account signs in as.</summary>
/// <param name="TechnicianId">The technician.</param>
internal sealed record LinkedTechnician(Guid TechnicianId);

/// <summary>For the gateway: the technician of an account, also an inactive one, who still has tickets to finish.</summary>
internal static class FindByUserName
{
    public static async Task<Results<Ok<LinkedTechnician>, ProblemHttpResult>> Handle(
        string userName, TechniciansDbContext db, CancellationToken cancel)
    {
        var account = userName.Trim().ToLowerInvariant();
        var id = await db.Technicians.Where(t => t.UserName == account).Select(t => (Guid?)t.Id).SingleOrDefaultAsync(cancel);
        return id is { } technicianId ? TypedResults.Ok(new LinkedTechnician(technicianId)) : Problems.NotFound("No technician has this account.");
    }
}
