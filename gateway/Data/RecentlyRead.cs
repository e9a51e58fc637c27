using System.Collections.Concurrent;

namespace Meida.Gateway.Data;

/// <summary>
/// Rows that every request needs, never older than two seconds: what is in use is read again all at once, so that a
/// request costs no query of its own, and any number of them one every two seconds.
/// </summary>
internal sealed class RecentlyRead<TKey, TValue>(
    Func<GatewayDbContext, TKey[], CancellationToken, Task<Dictionary<TKey, TValue>>> read,
    IServiceScopeFactory scopes, TimeProvider clock, ILogger log) : IDisposable
    where TKey : notnull
    where TValue : class
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan InUseFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReadTime = TimeSpan.FromSeconds(3);

    // A database that is away changes no row; only a line that broke between it and us could hide a change for so long.
    private static readonly TimeSpan GoodWithoutDatabase = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<TKey, Entry> _known = new();
    private readonly SemaphoreSlim _reading = new(1, 1);

    /// <summary>The row as it was at most two seconds ago; null when there was none.</summary>
    public ValueTask<TValue?> Current(TKey key, CancellationToken ct) =>
        Fresh(key) is { } entry ? new(entry.Value) : new(ReadAgain(key, ct));

    /// <summary>Takes over what was read elsewhere at that moment.</summary>
    public void Learn(TKey key, TValue value, DateTimeOffset readAt) => _known[key] = new Entry(value, readAt, readAt.UtcTicks);

    /// <summary>The row was changed here: the next to ask reads it again.</summary>
    public void Forget(TKey key) => _known.TryRemove(key, out _);

    public void Dispose() => _reading.Dispose();

    private Entry? Fresh(TKey key)
    {
        var now = clock.GetUtcNow();
        if (!_known.TryGetValue(key, out var entry))
            return null;

        entry.UsedAt = now.UtcTicks;
        return now < entry.GoodUntil ? entry : null;
    }

    private async Task<TValue?> ReadAgain(TKey key, CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            if (Fresh(key) is { } entry)
                return entry.Value;

            var now = clock.GetUtcNow();
            var keys = InUse(key, now);
            try
            {
                Take(keys, await Read(keys, ct), now);
            }
            catch (Exception fault) when (!ct.IsCancellationRequested && MayGoOn(key, now))
            {
                log.LogWarning("{What} could not be read again, what is known goes on: {Reason}", typeof(TValue).Name, fault.GetBaseException().Message);
                foreach (var known in _known.Values)
                    known.GoodUntil = now + FreshFor;
            }
            return _known.GetValueOrDefault(key)?.Value;
        }
        finally
        {
            _reading.Release();
        }
    }

    private TKey[] InUse(TKey key, DateTimeOffset now)
    {
        foreach (var (other, entry) in _known)
        {
            if (now.UtcTicks - entry.UsedAt > InUseFor.Ticks)
                _known.TryRemove(other, out _);
        }
        return [.. _known.Keys.Append(key).Distinct()];
    }

    private async Task<Dictionary<TKey, TValue>> Read(TKey[] keys, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(ReadTime);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await read(scope.ServiceProvider.GetRequiredService<GatewayDbContext>(), keys, timeout.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException("The identity database did not answer in time.");
        }
    }

    private void Take(TKey[] keys, Dictionary<TKey, TValue> rows, DateTimeOffset now)
    {
        foreach (var key in keys)
            _known[key] = new Entry(rows.GetValueOrDefault(key), now, _known.GetValueOrDefault(key)?.UsedAt ?? now.UtcTicks);
    }

    private bool MayGoOn(TKey key, DateTimeOffset now) => _known.GetValueOrDefault(key) is { } known && now < known.ReadAt + GoodWithoutDatabase;

    private sealed class Entry(TValue? value, DateTimeOffset readAt, long usedAt)
    {
        private long _usedAt = usedAt;
        private long _goodUntil = (readAt + FreshFor).UtcTicks;

        public TValue? Value { get; } = value;

        public DateTimeOffset ReadAt { get; } = readAt;

        public long UsedAt
        {
            get => Volatile.Read(ref _usedAt);
            set => Volatile.Write(ref _usedAt, value);
        }

        public DateTimeOffset GoodUntil
        {
            get => new(Volatile.Read(ref _goodUntil), TimeSpan.Zero);
            set => Volatile.Write(ref _goodUntil, value.UtcTicks);
        }
    }
}
