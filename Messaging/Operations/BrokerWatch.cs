using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Meida.Messaging;

/// <summary>Says once that the broker is away, with what is wrong, and once that it is back.</summary>
sealed class BrokerWatch(IBusControl bus, ILogger<BrokerWatch> log) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    // A bus that starts, or has just lost a connection that it takes again, is none that is away.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        var (since, told) = ((long?)null, false);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var health = bus.CheckHealth();
            if (health.Status == BusHealthStatus.Healthy)
            {
                if (told)
                    log.LogInformation("The broker is back after {Seconds} s", (int)Stopwatch.GetElapsedTime(since!.Value).TotalSeconds);
                (since, told) = (null, false);
                continue;
            }

            since ??= Stopwatch.GetTimestamp();
            if (!told && Stopwatch.GetElapsedTime(since.Value) >= Patience)
            {
                log.LogWarning("The broker is away: {Reason}", Reason(health));
                told = true;
            }
        }
    }

    static string Reason(BusHealthResult health) =>
        (health.Exception ?? health.Endpoints.Values.Select(endpoint => endpoint.Exception).FirstOrDefault(fault => fault is not null))
            ?.GetBaseException().Message ?? health.Description;
}
