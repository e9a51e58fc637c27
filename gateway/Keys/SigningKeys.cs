using System.Security.Cryptography;
using Meida.Gateway.Data;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Meida.Gateway.Keys;

/// <summary>Keeps the signing keys in the identity database, makes the first one and its successors.</summary>
internal sealed class SigningKeys(
    IServiceScopeFactory scopes, PersonalData personalData, IOptions<SigningKeyOptions> options, TimeProvider clock,
    ILogger<SigningKeys> log) : IDisposable
{
    // One number for all gateways: whoever holds the lock is the only one that makes a key.
    private const long CreationLock = 0x4d65_6964_614b_6579;

    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile KeyRing? _ring;
    private DateTimeOffset _loadedAt;

    public async ValueTask<KeyRing> Current(CancellationToken ct)
    {
        if (_ring is { } ring && clock.GetUtcNow() < _loadedAt + options.Value.CachedFor)
            return ring;

        await _loading.WaitAsync(ct);
        try
        {
            var now = clock.GetUtcNow();
            if (_ring is null || now >= _loadedAt + options.Value.CachedFor)
            {
                _ring = await LoadOrKeep(now, ct);
                _loadedAt = now;
            }
            return _ring;
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Dispose() => _loading.Dispose();

    // The known keys stay good while the database is away; nobody must wait for it to be told who somebody is.
    private async Task<KeyRing> LoadOrKeep(DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await Load(now, ct);
        }
        catch (Exception fault) when (_ring is not null && !ct.IsCancellationRequested)
        {
            log.LogWarning("The signing keys could not be read again, the known ones go on: {Reason}", fault.GetBaseException().Message);
            return _ring;
        }
    }

    private async Task<KeyRing> Load(DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();

        var ring = KeyRing.Of(Open(await db.SigningKeys.AsNoTracking().ToListAsync(ct)), options.Value, now);
        return ring is not null && now < ring.Newest + options.Value.RotateAfter
            ? ring
            : await db.Database.CreateExecutionStrategy().ExecuteAsync(() => CreateKey(db, now, ct));
    }

    private async Task<KeyRing> CreateKey(GatewayDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({CreationLock})", ct);

        var keys = Open(await db.SigningKeys.ToListAsync(ct));
        if (keys.All(key => now >= key.CreatedAt + options.Value.RotateAfter))
        {
            var key = OpenedKey.Generate(now);
            db.SigningKeys.Add(new SigningKey
            {
                Id = key.Id,
                SealedPrivateKey = personalData.Seal(Convert.ToBase64String(key.PrivateKey)),
                CreatedAt = key.CreatedAt,
            });
            keys.Add(key);
            await DropRetired(db, keys, now, ct);
            await db.SaveChangesAsync(ct);
            log.LogInformation("Made signing key {KeyId}", key.Id);
        }
        await transaction.CommitAsync(ct);
        return KeyRing.Of(keys, options.Value, now)!;
    }

    private async Task DropRetired(GatewayDbContext db, List<OpenedKey> keys, DateTimeOffset now, CancellationToken ct)
    {
        var ordered = keys.OrderBy(key => key.CreatedAt).ThenBy(key => key.Id, StringComparer.Ordinal).ToArray();
        var retired = ordered.Where((_, i) => KeyRing.IsRetired(ordered, i, options.Value, now)).Select(key => key.Id).ToArray();
        if (retired.Length > 0)
            await db.SigningKeys.Where(key => retired.Contains(key.Id)).ExecuteDeleteAsync(ct);
    }

    private List<OpenedKey> Open(List<SigningKey> rows)
    {
        var opened = new List<OpenedKey>(rows.Count);
        foreach (var row in rows)
        {
            try
            {
                opened.Add(new OpenedKey(row.Id, Convert.FromBase64String(personalData.Open(row.SealedPrivateKey)), row.CreatedAt));
            }
            catch (Exception e) when (e is CryptographicException or FormatException)
            {
                // Sealed with another key: useless here, and no reason to let nobody sign in.
                log.LogError("Signing key {KeyId} cannot be opened with the configured keys of Privacy and is left out", row.Id);
            }
        }
        return opened;
    }
}
