using System.Security.Claims;
using Meida.Files.Access;
using Meida.Files.Data;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Files.Features;

internal static class ListImages
{
    private const string OnePageForMost = "100";

    public static async Task<Results<Ok<ListResponse<ImageResponse>>, ProblemHttpResult>> Handle(
        string id, string? page, string? pageSize, ClaimsPrincipal user, TicketReach reach, FilesDbContext db, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var wanted = PageRequest.Read(page, string.IsNullOrEmpty(pageSize) ? OnePageForMost : pageSize, errors);
        if (errors.Any)
            return errors.ToProblem();

        var ticket = await reach.ToRead(id, user, ct);
        var images = db.Images.AsNoTracking().Where(image => image.TicketId == ticket.TicketId);
        var total = await images.CountAsync(ct);
        var rows = wanted.Offset >= total
            ? []
            : await images.OrderBy(image => image.UploadedAt).ThenBy(image => image.Id)
                .Skip((int)wanted.Offset).Take(wanted.PageSize).ToListAsync(ct);
        return TypedResults.Ok(new ListResponse<ImageResponse>(
            [.. rows.Select(row => ImageResponse.Of(row))], wanted.Page, wanted.PageSize, total));
    }
}
