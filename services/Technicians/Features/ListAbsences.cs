using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.Technicians.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Features;

/// <summary>A technician's absences, the latest first.</summary>
internal static class ListAbsences
{
    public static async Task<Results<Ok<ListResponse<AbsenceResponse>>, ProblemHttpResult>> Handle(
        string id, string? page, string? pageSize, TechniciansDbContext db, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var paging = PageRequest.Read(page, pageSize, errors);
        if (errors.Any)
            return errors.ToProblem();

        if (!Guid.TryParseExact(id, "D", out var technicianId) || !await db.Technicians.AnyAsync(t => t.Id == technicianId, cancel))
            return TechnicianProblems.NotFound();

        var absences = db.Absences.AsNoTracking().Where(a => a.TechnicianId == technicianId);
        var rows = await absences
            .OrderByDescending(a => a.StartsAt)
            .Skip((int)Math.Min(paging.Offset, int.MaxValue)).Take(paging.PageSize)
            .ToListAsync(cancel);
        return TypedResults.Ok(new ListResponse<AbsenceResponse>(
            [.. rows.Select(absence => AbsenceResponse.Of(absence))], paging.Page, paging.PageSize, await absences.CountAsync(cancel)));
    }
}
