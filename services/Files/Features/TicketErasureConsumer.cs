using MassTransit;
using Meida.Contracts.Files;
using Meida.Contracts.Tickets;
using Meida.Files.Access;
using Meida.Files.Audit;
using Meida.Files.Data;
using Meida.Files.Storage;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore;

namespace Meida.Files.Features;

/// <summary>
/// Deletes all images of a ticket. The bytes go first: while the store does not answer the rows stay, and the message
/// comes again.
/// </summary>
internal sealed class TicketErasureConsumer(FilesDbContext db, IReceiptStore store, ObjectKeys keys, TimeProvider clock) : IConsumer<TicketErasureRequested>
{
    public async Task Consume(ConsumeContext<TicketErasureRequested> context)
    {
        var ticketId = context.Message.TicketId;
        var ct = context.CancellationToken;
        // Behind uploads that are committing; those that come to it later find their objects condemned.
        await db.Database.LockName(ImageLock.Of(ticketId), ct);
        await db.LooseObjects.Where(loose => loose.Key.StartsWith(keys.FolderOf(ticketId)))
            .ExecuteUpdateAsync(loose => loose.SetProperty(x => x.IsCondemned, true), ct);

        var images = await db.Images.Where(image => image.TicketId == ticketId).ToListAsync(ct);
        foreach (var image in images)
        {
            await store.Delete(image.FilePath, ct);
            await store.Delete(ObjectKeys.Thumbnail(image.FilePath), ct);
        }

        db.Images.RemoveRange(images);
        var at = clock.GetUtcNow();
        if (images.Count > 0)
            db.AuditLogs.Add(AuditEntry.Of(Actor.System, at, "RECEIPTS_ERASED", ticketId, images[0].TicketNo, AuditEntry.Done, new { Images = images.Count }));
        var erased = new TicketFilesErased(ticketId, images.Count, at);
        await context.Publish(erased, ct);
        if (context.ResponseAddress is not null)
            await context.RespondAsync(erased);
    }
}
