namespace Meida.LocalHosting.Engine;

/// <summary>The pause before a restart: it doubles from 0.2 s to 10 s, and starts over after some healthy time.</summary>
internal sealed class RestartPause(TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HealthyEnough = TimeSpan.FromSeconds(10);

    private TimeSpan _next = Shortest;
    private long? _healthySince;

    public void Healthy()
    {
        _healthySince ??= clock.GetTimestamp();
        if (clock.GetElapsedTime(_healthySince.Value) >= HealthyEnough)
            _next = Shortest;
    }

    public TimeSpan Next()
    {
        _healthySince = null;
        var pause = _next;
        _next = TimeSpan.FromTicks(Math.Min(_next.Ticks * 2, Longest.Ticks));
        return pause;
    }
}
