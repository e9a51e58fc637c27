using System.Security.Claims;
using Meida.Files.Access;
using Meida.Files.Data;
using Meida.Files.Storage;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Meida.Files.Features;

internal static class GetImage
{
    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Handle(
        string imageId, string? size, ClaimsPrincipal user, HttpResponse response,
        TicketReach reach, FilesDbContext db, IReceiptStore store, CancellationToken ct)
    {
        if (size is not (null or "" or "thumb"))
            return new FieldErrors().Add("size", "unknown", "Must be 'thumb' or left out.").ToProblem();
        if (await Find(imageId, db, ct) is not { } image)
            return Problems.NotFound("There is no such image.");
        // An image belongs to a ticket that exists, so only a technician's reach is a question.
        if (user.TechnicianScope() is not null)
            await reach.ToRead(image.TicketId.ToString("D"), user, ct);

        var (key, length, hash, contentType) = size == "thumb"
            ? (ObjectKeys.Thumbnail(image.FilePath), image.ThumbnailSize, image.ThumbnailSha256, ObjectKeys.ThumbnailContentType)
            : (image.FilePath, image.Size, image.StoredSha256, image.ContentType);

        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        // May be kept by the browser, but is asked for again each time: a technician may have lost the ticket meanwhile.
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.ContentDisposition = $"inline; filename=\"{image.Type.ToLowerInvariant()}-{image.Id:N}{Path.GetExtension(key)}\"";
        return TypedResults.Stream(
            new StoredObjectStream(store, key, length), contentType, lastModified: image.UploadedAt,
            entityTag: new EntityTagHeaderValue($"\"{hash}\""), enableRangeProcessing: true);
    }

    internal static async Task<TicketImage?> Find(string imageId, FilesDbContext db, CancellationToken ct) =>
        Guid.TryParseExact(imageId, "D", out var id)
            ? await db.Images.AsNoTracking().SingleOrDefaultAsync(image => image.Id == id, ct)
            : null;
}
