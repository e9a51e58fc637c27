namespace Meida.Files.Data;

/// <summary>A stored image of a ticket. Rows are never changed, only deleted.</summary>
internal sealed class TicketImage
{
    public required Guid Id { get; init; }

    public required Guid TicketId { get; init; }

    public required string TicketNo { get; init; }

    /// <summary>What it shows: one of <see cref="Features.ImageTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The object's key in the store; the thumbnail's is derived from it.</summary>
    public required string FilePath { get; init; }

    public required string ContentType { get; init; }

    /// <summary>Bytes stored.</summary>
    public required long Size { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>SHA-256 of the bytes that were sent: the same bytes again on one ticket, as the same type, are a duplicate.</summary>
    public required string ChecksumSha256 { get; init; }

    /// <summary>SHA-256 of the bytes that are served; differs from the checksum when metadata was removed.</summary>
    public required string StoredSha256 { get; init; }

    public required long ThumbnailSize { get; init; }

    public required string ThumbnailSha256 { get; init; }

    public required string UploadedBy { get; init; }

    public required string UploaderRole { get; init; }

    /// <summary>The uploader's account; null on images from before this was kept.</summary>
    public Guid? UploadedById { get; init; }

    public string? ClientAddress { get; init; }

    public required DateTimeOffset UploadedAt { get; init; }
}
