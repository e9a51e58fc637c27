using System.Collections.Concurrent;
using Meida.Files.Data;
using Microsoft.EntityFrameworkCore;

namespace Meida.Files.Storage;

/// <summary>
/// Keeps the list of <see cref="LooseObject"/>s true, so that neither an upload's objects are lost nor a crash's stay: who
/// uploads holds them in hand however long it takes, and what nobody has in hand for an hour is deleted.
/// </summary>
internal sealed class LooseObjects(IServiceScopeFactory scopes, IReceiptStore store, TimeProvider clock, ILogger<LooseObjects> log)
{
    public static readonly TimeSpan SafeAge = TimeSpan.FromHours(1);

    private const int MostAtOnce = 1000;
    private readonly ConcurrentDictionary<string, bool> _inHand = [];

    /// <summary>Before an object is put into the store.</summary>
    public async Task Announce(FilesDbContext db, string key, CancellationToken ct)
    {
        _inHand[key] = true;
        await db.Database.ExecuteSqlAsync($"insert into loose_objects (key, since) values ({key}, {clock.GetUtcNow()})", ct);
    }

    /// <summary>The upload is over, whatever became of the object.</summary>
    public void LetGo(string key) => _inHand.TryRemove(key, out _);

    /// <summary>With the commit of the objects' images. False when one of them may be gone.</summary>
    public static async Task<bool> Claim(FilesDbContext db, IReadOnlyCollection<string> keys, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync($"delete from loose_objects where key = any({keys.ToArray()}) and not is_condemned", ct) == keys.Count;

    /// <summary>With the commit that deletes the object's image; <see cref="Remove"/> follows, or the sweep.</summary>
    public void Condemn(FilesDbContext db, string key) => db.LooseObjects.Add(new LooseObject { Key = key, Since = clock.GetUtcNow(), IsCondemned = true });

    /// <summary>Deletes an object that no image has and nobody will claim.</summary>
    public async Task Remove(FilesDbContext db, string key, CancellationToken ct)
    {
        await store.Delete(key, ct);
        await store.Delete(ObjectKeys.Thumbnail(key), ct);
        await db.LooseObjects.Where(loose => loose.Key == key).ExecuteDeleteAsync(ct);
    }

    /// <summary>Says for every upload of this process that it goes on.</summary>
    public async Task Renew(CancellationToken ct)
    {
        string[] keys = [.. _inHand.Keys];
        if (keys.Length == 0)
            return;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FilesDbContext>();
        await db.Database.ExecuteSqlAsync($"update loose_objects set since = {clock.GetUtcNow()} where key = any({keys})", ct);
    }

    /// <summary>Deletes what was left behind. Returns how many objects that were.</summary>
    public async Task<int> Sweep(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FilesDbContext>();
        var oldest = clock.GetUtcNow() - SafeAge;
        var keys = await db.LooseObjects.Where(loose => loose.IsCondemned || loose.Since < oldest)
            .OrderBy(loose => loose.Since).Select(loose => loose.Key).Take(MostAtOnce).ToListAsync(ct);
        var deleted = 0;
        foreach (var key in keys.Where(key => !_inHand.ContainsKey(key)))
        {
            // An upload that woke up meanwhile has claimed it or will find that it cannot.
            if (await db.Database.ExecuteSqlAsync($"update loose_objects set is_condemned = true where key = {key}", ct) == 0)
                continue;
            await Remove(db, key, ct);
            deleted++;
        }

        if (deleted > 0)
            log.LogInformation("{Objects} objects without an image were deleted", deleted);
        return deleted;
    }
}

internal sealed class LooseObjectsSchedule(LooseObjects loose, TimeProvider clock, ILogger<LooseObjectsSchedule> log) : BackgroundService
{
    private static readonly TimeSpan Pause = LooseObjects.SafeAge / 6;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await loose.Renew(stoppingToken);
                await loose.Sweep(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(e, "The sweep for objects without an image failed; it runs again in {Pause}", Pause);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
