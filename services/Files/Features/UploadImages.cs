using System.Security.Claims;
using MassTransit;
using Meida.Contracts.Files;
using Meida.Files.Access;
using Meida.Files.Images;
using Meida.Files.Uploads;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Meida.Files.Features;

/// <summary>The images of one upload, in the order they were sent.</summary>
/// <param name="Items">One a file.</param>
public sealed record UploadResponse(IReadOnlyList<ImageResponse> Items);

internal static class UploadImages
{
    private const string RetryAfterSeconds = "5";
    private static readonly TimeSpan RecordingTime = TimeSpan.FromSeconds(1);

    public static async Task<Results<Created<UploadResponse>, Ok<UploadResponse>, ProblemHttpResult>> Handle(
        string id, [FromHeader(Name = SentChecksums.Header)] string? checksums, HttpContext http, ClaimsPrincipal user, TicketReach reach, ImageIntake intake, UploadSettings settings,
        IRequestClient<RecordReceipts> tickets, ILogger<UploadResponse> log, CancellationToken ct)
    {
        // Not left to the end of the request: a refused upload has left nothing behind when its answer arrives.
        await using var leftovers = intake;
        var expected = SentChecksums.Read(checksums);
        var ticket = await reach.ToChange(id, user, ct);
        var reader = new UploadReader(http.Request, settings);
        var budget = new UploadBudget(user.UserId().ToString("D"), settings);
        var files = 0;
        await foreach (var file in reader.Files(ct))
        {
            files++;
            if (file.Length == 0)
                return Refused("empty", $"File {files} is empty.");
            try
            {
                await intake.Take(ticket.TicketId, file, reader.Type, expected.ElementAtOrDefault(files - 1), budget, ct);
            }
            catch (ImageRejectedException rejected)
            {
                return rejected.Fault switch
                {
                    ImageFault.Unsupported => Problems.Create(415, "unsupported-image", $"File {files}: {rejected.Message}"),
                    ImageFault.Altered => Refused("checksum", $"File {files}: {rejected.Message}"),
                    ImageFault.TooCostly => Refused("too-costly", $"File {files}: {rejected.Message}"),
                    ImageFault.TooManyPixels => Refused("too-many-pixels", $"File {files}: {rejected.Message}"),
                    _ => Refused("damaged", $"File {files}: {rejected.Message}"),
                };
            }
            catch (DecodersBusyException busy)
            {
                http.Response.Headers.RetryAfter = RetryAfterSeconds;
                return Problems.Create(429, "too-many-requests", busy.Message + " Send the upload again in a moment.");
            }
        }

        if (files == 0)
            return Refused("required", "At least one file is required, in a part named 'files'.");
        if (expected.Count > 0 && expected.Count != files)
            return new FieldErrors().Add(SentChecksums.Header, "count", $"Names {expected.Count} checksums, and {files} files came.").ToProblem();
        var type = reader.Type is null or "" ? ImageTypes.Receipt : reader.Type;
        if (!ImageTypes.All.Contains(type))
            return new FieldErrors().Add("type", "unknown", $"Must be one of {string.Join(", ", ImageTypes.All)}.").ToProblem();

        var images = await intake.Commit(ticket, type, http.Actor(), ct);
        var added = images.Where(taken => !taken.Duplicate).Select(taken => ImageIntake.Announcement(taken.Image)).ToList();
        var response = new UploadResponse([.. images.Select(taken => ImageResponse.Of(taken.Image, taken.Duplicate))]);
        if (added.Count == 0)
            return TypedResults.Ok(response);

        await TellTickets(new RecordReceipts(added), tickets, log, ct);
        return TypedResults.Created($"/api/tickets/{ticket.TicketId:D}/images", response);
    }

    private static ProblemHttpResult Refused(string code, string message) => new FieldErrors().Add("files", code, message).ToProblem();

    // The events are on their way in any case; this lets the uploader read the images on the ticket at once.
    private static async Task TellTickets(RecordReceipts receipts, IRequestClient<RecordReceipts> tickets, ILogger log, CancellationToken ct)
    {
        try
        {
            await tickets.GetResponse<ReceiptsRecorded>(receipts, ct, RecordingTime);
        }
        catch (Exception e)
        {
            log.LogInformation("Tickets will hear of an upload by its events only: {Reason}", e.Message);
        }
    }
}
