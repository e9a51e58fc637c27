namespace Meida.Gateway.SignIn;

/// <summary>Removes sessions that ended by themselves.</summary>
internal sealed class SessionCleanup(Sessions sessions, TimeProvider clock, ILogger<SessionCleanup> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var dropped = await sessions.DropExpired(stoppingToken);
                if (dropped > 0)
                    log.LogInformation("Removed {Count} expired sessions", dropped);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning(e, "Expired sessions could not be removed; trying again in {Pause}", Pause);
            }
        }
    }
}
