namespace Meida.Contracts.Files;

/// <summary>An image was stored on a ticket.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNo">Its number.</param>
/// <param name="ImageId">The image; unique, so that a repeated event acts once.</param>
/// <param name="Type">What it shows: <c>RECEIPT</c>.</param>
/// <param name="ContentType">By content, not by name: <c>image/jpeg</c>, <c>image/png</c> or <c>image/webp</c>.</param>
/// <param name="Size">Bytes stored.</param>
/// <param name="Width">Pixels, orientation applied.</param>
/// <param name="Height">Pixels, orientation applied.</param>
/// <param name="ChecksumSha256">Lower-case hex SHA-256 of the bytes that were sent.</param>
/// <param name="UploadedBy">The user name of the uploader.</param>
/// <param name="UploaderRole">The uploader's role.</param>
/// <param name="OccurredAt">When, in UTC.</param>
/// <param name="UploadedById">The uploader's account; null in messages of former releases.</param>
/// <param name="ClientAddress">Where the upload came from, as the gateway saw it; null when unknown.</param>
[PublicEvent("ticket.receipt-uploaded")]
[NeedsReceiver]
public sealed record ReceiptUploaded(
    Guid TicketId, string TicketNo, Guid ImageId, string Type, string ContentType, long Size, int Width, int Height,
    string ChecksumSha256, [property: InternalOnly] string UploadedBy, [property: InternalOnly] string UploaderRole,
    DateTimeOffset OccurredAt, [property: InternalOnly] Guid? UploadedById = null, [property: InternalOnly] string? ClientAddress = null);

/// <summary>
/// Request to Tickets right after an upload: put these images on their ticket now, so that the uploader reads what was
/// written. The same effect as the event, at most once an image; the event follows in any case.
/// </summary>
/// <param name="Receipts">The images of one upload.</param>
public sealed record RecordReceipts(IReadOnlyList<ReceiptUploaded> Receipts);

/// <summary>Answer to <see cref="RecordReceipts"/>.</summary>
/// <param name="TicketId">The ticket that has them now.</param>
public sealed record ReceiptsRecorded(Guid TicketId);

/// <summary>
/// Request to Files: which images has this ticket? Tickets asks before it refuses to complete for want of a receipt.
/// </summary>
/// <param name="TicketId">The ticket.</param>
public sealed record GetTicketReceipts(Guid TicketId);

/// <summary>Answer to <see cref="GetTicketReceipts"/>.</summary>
/// <param name="Receipts">The images, oldest first.</param>
public sealed record TicketReceipts(IReadOnlyList<ReceiptUploaded> Receipts);
