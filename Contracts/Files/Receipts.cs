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
/// <param name="UploadedById">The uploader's account; null from a service that does not say.</param>
/// <param name="ClientAddress">The network address the uploader called from, for the audit log.</param>
[PublicEvent("ticket.receipt-uploaded")]
[NeedsReceiver]
public sealed record ReceiptUploaded(
    Guid TicketId, string TicketNo, Guid ImageId, string Type, string ContentType, long Size, int Width, int Height,
    string ChecksumSha256, [property: InternalOnly] string UploadedBy, [property: InternalOnly] string UploaderRole,
    DateTimeOffset OccurredAt, [property: InternalOnly] Guid? UploadedById = null, [property: InternalOnly] string? ClientAddress = null);

/// <summary>An image was deleted, and its bytes with it.</summary>
/// <param name="RemovalId">This removal; unique, and the id of its message.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNo">Its number.</param>
/// <param name="ImageId">The image that is gone.</param>
/// <param name="Type">What it showed: <c>RECEIPT</c>.</param>
/// <param name="RemovedBy">The user name of whoever deleted it.</param>
/// <param name="RemoverRole">Their role.</param>
/// <param name="OccurredAt">When, in UTC.</param>
/// <param name="RemovedById">Their account.</param>
/// <param name="ClientAddress">The network address they called from, for the audit log.</param>
[PublicEvent("ticket.receipt-removed")]
[NeedsReceiver]
public sealed record ReceiptRemoved(
    Guid RemovalId, Guid TicketId, string TicketNo, Guid ImageId, string Type, [property: InternalOnly] string RemovedBy,
    [property: InternalOnly] string RemoverRole, DateTimeOffset OccurredAt, [property: InternalOnly] Guid? RemovedById = null,
    [property: InternalOnly] string? ClientAddress = null);

/// <summary>
/// Request to Tickets before an image is deleted: take it off its ticket, if that is still in work. So a ticket is never
/// completed with a receipt that is going; the event follows when the image is gone.
/// </summary>
/// <param name="Removal">The removal that is about to happen.</param>
public sealed record WithdrawReceipt(ReceiptRemoved Removal);

/// <summary>Answer to <see cref="WithdrawReceipt"/>.</summary>
/// <param name="IsWithdrawn">Whether the image may be deleted.</param>
/// <param name="TicketStatus">Where the ticket stands.</param>
public sealed record ReceiptWithdrawal(bool IsWithdrawn, string? TicketStatus);

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

/// <summary>All images of a ticket are gone, rows and bytes; the answer to <see cref="Tickets.TicketErasureRequested"/>.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="Images">How many there were this time: none when it was asked for again.</param>
/// <param name="OccurredAt">When, in UTC.</param>
public sealed record TicketFilesErased(Guid TicketId, int Images, DateTimeOffset OccurredAt);
