namespace Meida.Messaging;

/// <summary>
/// The database's clock as this process knows it. All times of the outbox are the database's: a service whose own clock is
/// wrong (or a test's) must neither hold its messages back nor let them expire.
/// </summary>
sealed class OutboxClock(TimeProvider own)
{
    long _ahead;

    /// <summary>The database's time now, in UTC.</summary>
    public DateTime Now() => own.GetUtcNow().UtcDateTime + TimeSpan.FromTicks(Volatile.Read(ref _ahead));

    /// <summary>Takes over what the database's clock showed a moment ago.</summary>
    public void Set(DateTime database) => Volatile.Write(ref _ahead, (database.ToUniversalTime() - own.GetUtcNow().UtcDateTime).Ticks);
}
