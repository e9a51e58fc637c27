namespace Meida.Gateway.SignIn;

/// <summary>Removes sessions and counts of sign-ins that ended by themselves.</summary>
internal sealed class SessionCleanup(Sessions sessions, LoginAttempts attempts, TimeProvider clock, ILogger<SessionCleanup> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

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
                await attempts.DropExpired(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning(e, "What is expired could not be removed; trying again in {Pause}", Pause);
            }
        }
    }
}
