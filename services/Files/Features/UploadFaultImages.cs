using MassTransit;
using Meida.Contracts.Files;
using Meida.Files.Access;
using Meida.Files.Data;
using Meida.Files.Uploads;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Meida.Files.Features;

/// <summary>A customer's picture of the fault. She sent it, so nothing leads back to its bytes.</summary>
/// <param name="ImageId">Its id.</param>
/// <param name="Type">FAULT.</param>
/// <param name="ContentType">image/jpeg, image/png or image/webp.</param>
/// <param name="Size">Bytes stored.</param>
/// <param name="Width">Pixels, as it is shown.</param>
/// <param name="Height">Pixels, as it is shown.</param>
/// <param name="ChecksumSha256">SHA-256 of the bytes that were uploaded.</param>
/// <param name="Duplicate">The ticket had these bytes already.</param>
public sealed record FaultImageResponse(
    Guid ImageId, string Type, string ContentType, long Size, int Width, int Height, string ChecksumSha256, bool Duplicate)
{
    internal static FaultImageResponse Of(TicketImage image, bool duplicate) => new(
        image.Id, image.Type, image.ContentType, image.Size, image.Width, image.Height, image.ChecksumSha256, duplicate);
}

/// <summary>The pictures of one upload, in the order they were sent.</summary>
/// <param name="Items">One a file.</param>
public sealed record FaultUploadResponse(IReadOnlyList<FaultImageResponse> Items);

/// <summary>
/// A customer shows what is broken. The link is opened before a byte of the body is read; Files takes the upload itself, so that
/// no other service carries pictures.
/// </summary>
internal static class UploadFaultImages
{
    private const int Most = 3;

    public static async Task<Results<Created<FaultUploadResponse>, Ok<FaultUploadResponse>, ProblemHttpResult>> Handle(
        string token, [FromHeader(Name = SentChecksums.Header)] string? checksums, HttpContext http, OwnLinks links, TicketReach reach, ImageIntake intake,
        UploadSettings settings, IRequestClient<RecordReceipts> tickets, ILogger<FaultUploadResponse> log, CancellationToken ct)
    {
        // Not left to the end of the request: a refused upload has left nothing behind when its answer arrives.
        await using var leftovers = intake;
        var (ticketId, wrongLink) = await links.Open(token, http, ct);
        if (wrongLink is not null)
            return wrongLink;
        var expected = SentChecksums.Read(checksums);
        var ticket = await reach.ToShowFault(ticketId, ct);
        await intake.LimitCustomer(Most, ticket.TicketId, ImageTypes.Fault, ct);
        var reader = new UploadReader(http.Request, settings);
        var budget = new UploadBudget($"customer:{http.ClientNetwork()}", settings);
        if (await ReceivedFiles.Take(reader, intake, ticket.TicketId, () => ImageTypes.Fault, expected, budget, http.Response, ct) is { } refusal)
            return refusal;
        if (reader.Type is not (null or "" or ImageTypes.Fault))
            return new FieldErrors().Add("type", "not-changeable", "A customer's pictures show the fault.").ToProblem();

        var images = await intake.Commit(ticket, ImageTypes.Fault, Actor.Customer(http.ClientAddress()), ct);
        var added = images.Where(taken => !taken.Duplicate).Select(taken => ImageIntake.Announcement(taken.Image)).ToList();
        var response = new FaultUploadResponse([.. images.Select(taken => FaultImageResponse.Of(taken.Image, taken.Duplicate))]);
        if (added.Count == 0)
            return TypedResults.Ok(response);

        await UploadImages.TellTickets(new RecordReceipts(added), tickets, log, ct);
        return TypedResults.Created((string?)null, response);
    }
}
