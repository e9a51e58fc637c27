using System.Security.Cryptography;
using Meida.Contracts.Files;
using Meida.Contracts.Tickets;
using Meida.Files.Access;
using Meida.Files.Audit;
using Meida.Files.Data;
using Meida.Files.Images;
using Meida.Files.Storage;
using Meida.Messaging;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Data;
using Meida.ServiceDefaults.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Meida.Files.Uploads;

/// <summary>An image of an upload as it is kept: the one that was there before when the bytes were known.</summary>
internal readonly record struct TakenImage(TicketImage Image, bool Duplicate);

/// <summary>
/// Takes the files of one upload, all or none. Objects are written first, then one transaction writes all rows and
/// their events. Objects without a row are removed at the end; what a crash or a lost answer of the database leaves
/// behind, <see cref="LooseObjects"/> knows of.
/// </summary>
internal sealed class ImageIntake(
    FilesDbContext db, IReceiptStore store, ObjectKeys keys, ImageInspector inspector, LooseObjects loose, Outbox outbox, TimeProvider clock,
    ILogger<ImageIntake> log) : IAsyncDisposable
{
    private static readonly TimeSpan CleaningTime = TimeSpan.FromSeconds(5);

    private readonly List<string> _checksums = [];
    private readonly Dictionary<string, StoredFile> _stored = [];
    private readonly HashSet<string> _unkept = [];
    private bool _mayHaveRows;
    private int? _most;
    private int? _room;

    /// <summary>A customer adds only so many pictures of a type to a ticket; those that are there already count, the same bytes again do not.</summary>
    public async Task LimitCustomer(int most, Guid ticketId, string type, CancellationToken ct) =>
        (_most, _room) = (most, most - await OfCustomer(ticketId, type).CountAsync(ct));

    /// <summary>Checks and stores one file; nobody sees it before <see cref="Commit"/>.</summary>
    /// <param name="type">What it shows, if that is known yet: bytes that are there already need no second look.</param>
    /// <param name="expected">The SHA-256 the uploader computed, in lower-case hex; null when it sent none.</param>
    /// <exception cref="ImageRejectedException">The file is not acceptable.</exception>
    /// <exception cref="ProblemException">409: there is no room for another.</exception>
    public async Task Take(Guid ticketId, ReadOnlyMemory<byte> file, string? type, string? expected, UploadBudget budget, CancellationToken ct)
    {
        var checksum = Hash(file.Span);
        if (expected is not null && expected != checksum)
            throw ImageRejectedException.Altered();
        _checksums.Add(checksum);
        if (_stored.ContainsKey(checksum)
            || (type is not null && await db.Images.AnyAsync(
                image => image.TicketId == ticketId && image.ChecksumSha256 == checksum && image.Type == type, ct)))
        {
            return;
        }

        if (_stored.Count >= _room)
            throw TooMany();
        var image = await inspector.Inspect(file, budget, ct);
        var key = keys.New(ticketId, image.Format, clock.GetUtcNow());
        _unkept.Add(key);
        await loose.Announce(db, key, ct);
        await store.Put(key, image.Bytes, image.Format.ContentType, ct);
        await store.Put(ObjectKeys.Thumbnail(key), image.Thumbnail, ObjectKeys.ThumbnailContentType, ct);
        _stored.Add(checksum, new StoredFile(
            key, image.Format.ContentType, image.Bytes.Length, image.Width, image.Height, Hash(image.Bytes),
            image.Thumbnail.Length, Hash(image.Thumbnail)));
    }

    /// <summary>Keeps everything that was taken; one answer a file, in the order they came.</summary>
    public async Task<IReadOnlyList<TakenImage>> Commit(
        TicketAccessState ticket, string type, Actor uploader, CancellationToken ct)
    {
        var strategy = db.Database.CreateExecutionStrategy();
        var images = await strategy.ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            // Uploads to one ticket queue up here, so that the same bytes from two callers are one image. So does a second
            // run behind the first one's commit: it finds those rows or none.
            await db.Database.LockName(ImageLock.Of(ticket.TicketId), ct);
            var images = await db.Images
                .Where(image => image.TicketId == ticket.TicketId && image.Type == type && _checksums.Contains(image.ChecksumSha256))
                .ToDictionaryAsync(image => image.ChecksumSha256, ct);

            // As exact as the database keeps it: whoever reads the row later says the same time.
            var now = clock.GetUtcNow();
            var at = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
            List<string> kept = [];
            foreach (var checksum in _checksums.Distinct().Where(checksum => !images.ContainsKey(checksum)))
            {
                // Deleted while the rest of the upload arrived.
                if (!_stored.TryGetValue(checksum, out var file))
                    throw new ProblemException(409, "concurrent-change", "An image of this upload was deleted at the same moment; send it again.");
                var image = Row(ticket, type, uploader, checksum, file, at);
                kept.Add(file.Key);
                db.Images.Add(image);
                db.AuditLogs.Add(AuditEntry.Of(
                    uploader, at, "RECEIPT_UPLOADED", ticket.TicketId, ticket.TicketNo, AuditEntry.Done,
                    new { ImageId = image.Id, image.Type, image.ChecksumSha256 }));
                outbox.Publish(db, Announcement(image), image.Id);
                images.Add(checksum, image);
                // A microsecond apart: the order of the files is the order of the list.
                at = at.AddMicroseconds(1);
            }

            // Others of the same ticket were committed since its pictures were counted.
            if (_most is { } most && await OfCustomer(ticket.TicketId, type).CountAsync(ct) + kept.Count > most)
                throw TooMany();
            if (!await LooseObjects.Claim(db, kept, ct))
                throw new ProblemException(503, "service-unavailable", "The upload took too long; send it again.");
            await db.SaveChangesAsync(ct);
            // Whatever comes back now, the rows may be there.
            _mayHaveRows = true;
            await transaction.CommitAsync(CancellationToken.None);
            return images;
        });

        var fresh = images.Where(image => LetGo(image.Value.FilePath)).Select(image => image.Key).ToHashSet();
        _mayHaveRows = false;
        // Of equal files in one upload the first is new and the others are its duplicates.
        return [.. _checksums.Select(checksum => new TakenImage(images[checksum], !fresh.Remove(checksum)))];
    }

    public static ReceiptUploaded Announcement(TicketImage image) => new(
        image.TicketId, image.TicketNo, image.Id, image.Type, image.ContentType, image.Size, image.Width, image.Height,
        image.ChecksumSha256, image.UploadedBy, image.UploaderRole, image.UploadedAt, image.UploadedById, image.ClientAddress);

    public async ValueTask DisposeAsync()
    {
        if (_unkept.Count == 0)
            return;

        if (_mayHaveRows)
        {
            foreach (var key in _unkept)
                loose.LetGo(key);
            log.LogWarning("Whether an upload was committed is not known: its objects stay, and the sweep deletes them if it was not");
            return;
        }

        // The caller may be gone; its leftovers are not.
        using var time = new CancellationTokenSource(CleaningTime);
        string[] leftovers = [.. _unkept];
        _unkept.Clear();
        foreach (var key in leftovers)
            loose.LetGo(key);
        foreach (var key in leftovers)
        {
            try
            {
                await loose.Remove(db, key, time.Token);
            }
            catch (Exception e)
            {
                log.LogWarning("Objects of a refused upload stay behind until the sweep: {Reason}", e.Message);
                return;
            }
        }
    }

    private IQueryable<TicketImage> OfCustomer(Guid ticketId, string type) =>
        db.Images.Where(image => image.TicketId == ticketId && image.Type == type && image.UploaderRole == Actor.CustomerRole);

    private ProblemException TooMany() => new(409, "too-many-pictures", $"A ticket has at most {_most} pictures from its customer.");

    private bool LetGo(string key)
    {
        if (!_unkept.Remove(key))
            return false;
        loose.LetGo(key);
        return true;
    }

    private static TicketImage Row(
        TicketAccessState ticket, string type, Actor uploader, string checksum, StoredFile file, DateTimeOffset at) => new()
        {
            Id = Guid.CreateVersion7(at),
            TicketId = ticket.TicketId,
            TicketNo = ticket.TicketNo,
            Type = type,
            FilePath = file.Key,
            ContentType = file.ContentType,
            Size = file.Size,
            Width = file.Width,
            Height = file.Height,
            ChecksumSha256 = checksum,
            StoredSha256 = file.Sha256,
            ThumbnailSize = file.ThumbnailSize,
            ThumbnailSha256 = file.ThumbnailSha256,
            UploadedBy = uploader.Name,
            UploaderRole = uploader.Role,
            UploadedById = uploader.UserId,
            ClientAddress = uploader.ClientAddress,
            UploadedAt = at,
        };

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed record StoredFile(
        string Key, string ContentType, long Size, int Width, int Height, string Sha256, long ThumbnailSize, string ThumbnailSha256);
}
