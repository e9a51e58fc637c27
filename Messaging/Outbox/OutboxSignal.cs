namespace Meida.Messaging;

/// <summary>
/// Wakes delivery after a commit. Latched: a wake-up that comes while delivery is busy is kept, not lost.
/// Every process that writes rows also delivers, so no notification through the database is needed; one would make
/// PostgreSQL serialise all commits that notify.
/// </summary>
public sealed class OutboxSignal : IDisposable
{
    readonly SemaphoreSlim _latch = new(0, 1);

    /// <summary>Raised, in the committing request or consumer, when new rows are committed.</summary>
    public event Action? Committed;

    /// <summary>There is something to deliver.</summary>
    public void Set()
    {
        Committed?.Invoke();
        try
        {
            _latch.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already set: one more round of delivery sees this row as well.
        }
    }

    /// <summary>Returns when <see cref="Set"/> was called since the last return, or after <paramref name="atMost"/>.</summary>
    public Task Wait(TimeSpan atMost, CancellationToken ct) => _latch.WaitAsync(atMost, ct);

    /// <inheritdoc />
    public void Dispose() => _latch.Dispose();
}
