using Meida.Files.Data;
using Microsoft.EntityFrameworkCore;

namespace Meida.Files.Storage;

/// <summary>
/// Deletes objects that a crash left without a row. Only names of our own form, and only old ones: a young object may be
/// an upload that has not committed yet.
/// </summary>
internal sealed class OrphanSweep(IServiceScopeFactory scopes, IReceiptStore store, ObjectKeys keys, TimeProvider clock, ILogger<OrphanSweep> log)
{
    public static readonly TimeSpan SafeAge = TimeSpan.FromHours(1);

    // Crashes leave single objects behind. If most objects lack a row, the rows are what is missing (a database restored
    // from an older backup), and the objects must stay.
    private const int SuspiciousCount = 100;
    private const int Slice = 500;

    /// <summary>Returns how many objects were deleted.</summary>
    public async Task<int> Sweep(CancellationToken ct)
    {
        var oldest = clock.GetUtcNow() - SafeAge;
        List<string> orphans = [];
        var total = 0;
        await foreach (var slice in store.List(keys.Folder, ct)
            .Where(stored => stored.LastModified < oldest && keys.IsOurs(stored.Key))
            .Select(stored => stored.Key)
            .Chunk(Slice).WithCancellation(ct))
        {
            total += slice.Length;
            orphans.AddRange(await WithoutRow(slice, ct));
        }

        if (orphans.Count > SuspiciousCount && orphans.Count > total / 2)
        {
            log.LogError("{Orphans} of {Total} stored objects have no row: nothing is deleted. Does the database belong to this store?", orphans.Count, total);
            return 0;
        }

        foreach (var key in orphans)
            await store.Delete(key, ct);
        if (orphans.Count > 0)
            log.LogInformation("{Orphans} objects without a row were deleted", orphans.Count);
        return orphans.Count;
    }

    private async Task<IEnumerable<string>> WithoutRow(string[] names, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FilesDbContext>();
        var tickets = names.Select(ObjectKeys.TicketOf).Distinct().ToList();
        var kept = await db.Images.Where(image => tickets.Contains(image.TicketId)).Select(image => image.FilePath).ToListAsync(ct);
        return names.Except(kept.SelectMany(key => new[] { key, ObjectKeys.Thumbnail(key) }));
    }
}

internal sealed class OrphanSweepSchedule(OrphanSweep sweep, TimeProvider clock, ILogger<OrphanSweepSchedule> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await sweep.Sweep(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(e, "The sweep for objects without a row failed; it runs again in an hour");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
