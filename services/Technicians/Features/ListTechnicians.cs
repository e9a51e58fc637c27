using System.Security.Claims;
using Meida.ServiceDefaults.Data;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Features;

/// <summary>The list's query, as text: what is wrong with it is answered field by field.</summary>
internal sealed record TechnicianQuery(string? CenterId, string? Active, string? Q, string? Page, string? PageSize, string? Cursor);

/// <summary>The technicians, oldest first.</summary>
internal static class ListTechnicians
{
    public static async Task<Results<Ok<ListResponse<TechnicianResponse>>, ProblemHttpResult>> Handle(
        [AsParameters] TechnicianQuery query, TechniciansDbContext db, ClaimsPrincipal user, TimeProvider clock, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Read(query.Page, query.PageSize, errors);
        var after = ReadCursor(query.Cursor, errors);
        var filtered = Filter(db.Technicians.AsNoTracking(), query, errors);
        if (errors.Any)
            return errors.ToProblem();

        // The offset of a page far past the end does not fit the database's skip; such a page is empty anyhow.
        var skip = after is null ? (int)Math.Min(page.Offset, int.MaxValue) : 0;
        var rows = await filtered
            .Where(t => after == null || t.Id > after)
            .OrderBy(t => t.Id)
            .Skip(skip).Take(page.PageSize + 1)
            .Select(TechnicianResponse.From(db, user, clock.GetUtcNow()))
            .ToListAsync(cancel);
        var total = await filtered.Take(PageRequest.MaxExactTotal + 1).CountAsync(cancel);

        TechnicianResponse[] items = [.. rows.Take(page.PageSize)];
        return TypedResults.Ok(new ListResponse<TechnicianResponse>(
            items, page.Page, page.PageSize, Math.Min(total, PageRequest.MaxExactTotal), total <= PageRequest.MaxExactTotal,
            rows.Count > page.PageSize ? items[^1].Id.ToString("N") : null));
    }

    private static IQueryable<Technician> Filter(IQueryable<Technician> technicians, TechnicianQuery query, FieldErrors errors)
    {
        if (GetBoard.Center(query.CenterId, errors) is { } centerId)
            technicians = technicians.Where(t => t.CenterId == centerId);

        if (!string.IsNullOrWhiteSpace(query.Active))
        {
            if (bool.TryParse(query.Active, out var active))
                technicians = technicians.Where(t => t.IsActive == active);
            else
                errors.Add("active", "format", "Must be true or false.");
        }

        var q = query.Q?.Trim();
        if (q is { Length: > 200 })
            errors.Add("q", "length", "Must be at most 200 characters.");
        return string.IsNullOrEmpty(q) ? technicians : Search(technicians, q);
    }

    private static IQueryable<Technician> Search(IQueryable<Technician> technicians, string q)
    {
        var pattern = LikePattern.Containing(q);
        return technicians.Where(t =>
            EF.Functions.ILike(t.Name, pattern, @"\") || EF.Functions.ILike(t.PhoneMasked, pattern, @"\")
            || EF.Functions.ILike(t.Center!.Name, pattern, @"\") || t.Skills.Any(skill => EF.Functions.ILike(skill, pattern, @"\")));
    }

    private static Guid? ReadCursor(string? text, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (Guid.TryParseExact(text, "N", out var id))
            return id;

        errors.Add("cursor", "format", "Must be the nextCursor of an earlier answer.");
        return null;
    }
}
