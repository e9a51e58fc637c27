using Meida.ServiceDefaults.Data;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Features;

/// <summary>A service center.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
/// <param name="Regions">The districts it serves.</param>
/// <param name="TimeZone">IANA time zone of its appointments.</param>
internal sealed record ServiceCenterResponse(Guid Id, string Name, IReadOnlyList<string> Regions, string TimeZone)
{
    public static ServiceCenterResponse Of(ServiceCenter center) => new(center.Id, center.Name, center.Regions, center.TimeZone);
}

/// <summary>The service centers by name.</summary>
internal static class ListServiceCenters
{
    public static async Task<Results<Ok<ListResponse<ServiceCenterResponse>>, ProblemHttpResult>> Handle(
        string? q, string? page, string? pageSize, TechniciansDbContext db, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var paging = PageRequest.Read(page, pageSize ?? "100", errors);
        var wanted = q?.Trim() ?? "";
        if (wanted.Length > 200)
            errors.Add("q", "length", "Must be at most 200 characters.");
        if (errors.Any)
            return errors.ToProblem();

        var pattern = LikePattern.Containing(wanted);
        var found = db.Centers.AsNoTracking().Where(c => wanted == ""
            || EF.Functions.ILike(c.Name, pattern, @"\") || c.Regions.Any(region => EF.Functions.ILike(region, pattern, @"\")));
        var centers = await found
            .OrderBy(c => c.Name).ThenBy(c => c.Id)
            .Skip((int)Math.Min(paging.Offset, int.MaxValue)).Take(paging.PageSize)
            .Select(c => new ServiceCenterResponse(c.Id, c.Name, c.Regions, c.TimeZone))
            .ToListAsync(cancel);
        return TypedResults.Ok(new ListResponse<ServiceCenterResponse>(centers, paging.Page, paging.PageSize, await found.CountAsync(cancel)));
    }
}
