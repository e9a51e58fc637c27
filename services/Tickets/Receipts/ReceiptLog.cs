using Meida.Contracts.Files;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Receipts;

/// <summary>Puts images on their tickets, each once, whichever of the three ways brings them first.</summary>
internal sealed class ReceiptLog(TicketsDbContext db)
{
    /// <summary>Records images in the current transaction; the caller saves.</summary>
    public async Task Record(IEnumerable<ReceiptUploaded> receipts, CancellationToken cancel)
    {
        foreach (var receipt in receipts)
        {
            // The insert decides who is first; a twin waits here and then finds the row.
            var isNew = await db.Database.ExecuteSqlAsync(
                $"""
                insert into ticket_images (id, ticket_id, type, content_type, size, width, height, checksum_sha256, uploaded_by, uploaded_at)
                values ({receipt.ImageId}, {receipt.TicketId}, {receipt.Type}, {receipt.ContentType}, {receipt.Size}, {receipt.Width},
                        {receipt.Height}, {receipt.ChecksumSha256}, {receipt.UploadedBy}, {receipt.OccurredAt.ToUniversalTime()})
                on conflict (id) do nothing
                """, cancel);
            if (isNew == 0)
                continue;

            var ticket = db.Tickets.Local.FirstOrDefault(t => t.Id == receipt.TicketId)
                ?? await db.Tickets.SingleAsync(t => t.Id == receipt.TicketId, cancel);
            ticket.RecordReceipt(Image(receipt), new ActorInfo(receipt.UploadedById, receipt.UploadedBy, receipt.UploaderRole, receipt.ClientAddress));
        }
    }

    private static TicketImage Image(ReceiptUploaded receipt) => new()
    {
        Id = receipt.ImageId,
        TicketId = receipt.TicketId,
        Type = receipt.Type,
        ContentType = receipt.ContentType,
        Size = receipt.Size,
        Width = receipt.Width,
        Height = receipt.Height,
        ChecksumSha256 = receipt.ChecksumSha256,
        UploadedBy = receipt.UploadedBy,
        UploadedAt = receipt.OccurredAt,
    };
}
