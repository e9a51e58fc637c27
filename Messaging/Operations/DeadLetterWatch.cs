using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Meida.Messaging;

/// <summary>Looks for dead letters now and then, for the gauge and the health check.</summary>
sealed class DeadLetterWatch(DeadLetters letters, MessagingMetrics metrics, ILogger<DeadLetterWatch> log) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan TooLong = 3 * Every;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await letters.Look(stoppingToken);
                metrics.DeadLetterSight.Seen();
                timer.Period = Every;
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                metrics.DeadLetterSight.Failed();
                timer.Period = AfterFailure;
                log.LogDebug("Dead letters: not looked at: {Error}", e.Message);
            }
        }
    }
}

/// <summary>A message that was given up on needs a person; the service itself still works.</summary>
sealed class DeadLetterHealthCheck(MessagingMetrics metrics) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (metrics.DeadLetterSight.BlindFor(DeadLetterWatch.TooLong) is { } blind)
            return Task.FromResult(HealthCheckResult.Degraded($"The dead-letter queues were not seen for {blind:hh\\:mm\\:ss}."));

        var letters = metrics.DeadLetters.Where(queue => queue.Messages > 0).ToDictionary(queue => queue.Queue, queue => (object)queue.Messages);
        return Task.FromResult(letters.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"Dead letters lie in {string.Join(", ", letters.Keys)}.", data: letters));
    }
}
