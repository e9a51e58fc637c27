using Meida.Files.Data;

namespace Meida.Files.Features;

/// <summary>An image of a ticket.</summary>
/// <param name="ImageId">Its id.</param>
/// <param name="Type">What it shows: RECEIPT, BEFORE, AFTER, SIGNATURE or FAULT.</param>
/// <param name="Url">Where its bytes are.</param>
/// <param name="ThumbnailUrl">Where a small one is, at most 320 pixels a side.</param>
/// <param name="ContentType">image/jpeg, image/png or image/webp.</param>
/// <param name="Size">Bytes of the download.</param>
/// <param name="Width">Pixels, as it is shown.</param>
/// <param name="Height">Pixels, as it is shown.</param>
/// <param name="ChecksumSha256">SHA-256 of the bytes that were uploaded.</param>
/// <param name="UploadedBy">The uploader's user name.</param>
/// <param name="UploadedAt">When, in UTC.</param>
/// <param name="Duplicate">In the answer to an upload: the ticket had these bytes as this type already.</param>
public sealed record ImageResponse(
    Guid ImageId, string Type, string Url, string ThumbnailUrl, string ContentType, long Size, int Width, int Height,
    string ChecksumSha256, string UploadedBy, DateTimeOffset UploadedAt, bool Duplicate)
{
    internal static ImageResponse Of(TicketImage image, bool duplicate = false)
    {
        var url = $"/api/files/ticket-receipt/{image.Id:D}";
        return new ImageResponse(
            image.Id, image.Type, url, url + "?size=thumb", image.ContentType, image.Size, image.Width, image.Height,
            image.ChecksumSha256, image.UploadedBy, image.UploadedAt, duplicate);
    }
}
