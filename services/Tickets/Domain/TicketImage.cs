namespace Meida.Tickets.Domain;

/// <summary>What Tickets knows of an image that Files keeps.</summary>
internal sealed class TicketImage
{
    public const string Receipt = "RECEIPT";
    public const string Signature = "SIGNATURE";

    public required Guid Id { get; init; }

    public required Guid TicketId { get; init; }

    public required string Type { get; init; }

    public required string ContentType { get; init; }

    public required long Size { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required string ChecksumSha256 { get; init; }

    public required string UploadedBy { get; init; }

    public required DateTimeOffset UploadedAt { get; init; }
}
