using System.Security.Claims;
using MassTransit;
using Meida.Contracts.Files;
using Meida.Files.Access;
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
        if (await ReceivedFiles.Take(reader, intake, ticket.TicketId, () => reader.Type, expected, budget, http.Response, ct) is { } refusal)
            return refusal;
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

    // The events are on their way in any case; this lets the uploader read the images on the ticket at once.
    internal static async Task TellTickets(RecordReceipts receipts, IRequestClient<RecordReceipts> tickets, ILogger log, CancellationToken ct)
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
