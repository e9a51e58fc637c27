using System.Diagnostics;

namespace Meida.Messaging;

/// <summary>When a watch last saw what it watches: one that cannot look must not go on saying that all is well.</summary>
sealed class Sight
{
    long _seenAt = Stopwatch.GetTimestamp();
    volatile bool _failed;

    /// <summary>The watch has looked.</summary>
    public void Seen()
    {
        Volatile.Write(ref _seenAt, Stopwatch.GetTimestamp());
        _failed = false;
    }

    /// <summary>The watch could not look.</summary>
    public void Failed() => _failed = true;

    /// <summary>How long nothing has been seen, when that is too long; null while the news is fresh.</summary>
    public TimeSpan? BlindFor(TimeSpan tooLong) =>
        Stopwatch.GetElapsedTime(Volatile.Read(ref _seenAt)) is var age && (_failed || age > tooLong) ? age : null;
}
