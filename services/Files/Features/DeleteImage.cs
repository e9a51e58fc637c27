using System.Security.Claims;
using MassTransit;
using Meida.Contracts.Files;
using Meida.Files.Access;
using Meida.Files.Audit;
using Meida.Files.Data;
using Meida.Files.Storage;
using Meida.Messaging;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Files.Features;

/// <summary>Deletes an image, row and bytes, while its ticket is in work.</summary>
internal static class DeleteImage
{
    private static readonly RequestTimeout Patience = RequestTimeout.After(s: 4);

    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        string imageId, HttpContext http, ClaimsPrincipal user, TicketReach reach, IRequestClient<WithdrawReceipt> tickets, FilesDbContext db,
        LooseObjects loose, Outbox outbox, TimeProvider clock, ILogger<AuditEntry> log, CancellationToken ct)
    {
        if (await GetImage.Find(imageId, db, ct) is not { } image)
            return Problems.NotFound("There is no such image.");
        await reach.ToChange(image.TicketId.ToString("D"), user, ct);

        var by = http.Actor();
        var at = clock.GetUtcNow();
        var removal = new ReceiptRemoved(
            Guid.CreateVersion7(at), image.TicketId, image.TicketNo, image.Id, image.Type, by.Name, by.Role, at, by.UserId, by.ClientAddress);
        // Asked first, or the ticket could be completed with the receipt that is going.
        var answer = await tickets.GetResponse<ReceiptWithdrawal>(new WithdrawReceipt(removal), ct, Patience);
        if (!answer.Message.IsWithdrawn)
            throw TicketReach.NotInWork(answer.Message.TicketStatus);

        if (!await Delete(image, removal, by, db, loose, outbox, ct))
            return Problems.NotFound("There is no such image.");
        try
        {
            await loose.Remove(db, image.FilePath, CancellationToken.None);
        }
        catch (StoreUnavailableException e)
        {
            log.LogWarning(e, "The bytes of a deleted image stay until the sweep");
        }

        return TypedResults.NoContent();
    }

    private static async Task<bool> Delete(
        TicketImage image, ReceiptRemoved removal, Actor by, FilesDbContext db, LooseObjects loose, Outbox outbox, CancellationToken ct) =>
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (await db.Images.Where(other => other.Id == image.Id).ExecuteDeleteAsync(ct) == 0)
                return false;
            loose.Condemn(db, image.FilePath);
            outbox.Publish(db, removal, removal.RemovalId);
            db.AuditLogs.Add(AuditEntry.Of(
                by, removal.OccurredAt, "RECEIPT_REMOVED", image.TicketId, image.TicketNo, AuditEntry.Done, new { ImageId = image.Id, image.Type, image.ChecksumSha256 }));
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(CancellationToken.None);
            return true;
        });
}
