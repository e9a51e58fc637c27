using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Meida.Messaging;

/// <summary>Looks at the outbox every few seconds, for the gauges and the health check.</summary>
sealed class OutboxWatch<TDb>(IServiceScopeFactory scopes, MessagingMetrics metrics, ILogger<OutboxWatch<TDb>> log) : BackgroundService
    where TDb : DbContext
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan TooLong = 3 * Every;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                metrics.State = await Look(scope.ServiceProvider.GetRequiredService<TDb>(), stoppingToken);
                metrics.OutboxSight.Seen();
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                metrics.OutboxSight.Failed();
                log.LogDebug("Outbox: not looked at: {Error}", e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public static async Task<OutboxState> Look(TDb db, CancellationToken ct)
    {
        var seen = await db.Database.SqlQuery<Seen>(
            $"""
            select count(*) filter (where parked_at is null) as depth,
                coalesce(extract(epoch from now() - min(case when attempts > 0 then created_at else not_before end)
                    filter (where parked_at is null)), 0)::float8 as oldest_seconds,
                count(*) filter (where parked_at is not null) as parked
            from outbox_message where parked_at is not null or attempts > 0 or not_before <= now()
            """).SingleAsync(ct);
        return new(seen.Depth, TimeSpan.FromSeconds(seen.OldestSeconds), seen.Parked);
    }

    // Names of its own: a service may map columns by a convention, and another one by another.
    sealed record Seen(
        [property: Column("depth")] long Depth, [property: Column("oldest_seconds")] double OldestSeconds, [property: Column("parked")] long Parked);
}

/// <summary>Parked rows or a backlog need a person; the service itself still works.</summary>
sealed class OutboxHealthCheck(MessagingMetrics metrics, IOptions<MessagingOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var state = metrics.State;
        var data = new Dictionary<string, object>
        {
            ["depth"] = state.Depth,
            ["oldestSeconds"] = Math.Round(state.OldestAge.TotalSeconds, 1),
            ["parked"] = state.Parked,
        };
        if (metrics.OutboxSight.BlindFor(OutboxWatch<DbContext>.TooLong) is { } blind)
            return Task.FromResult(HealthCheckResult.Degraded($"The outbox was not seen for {blind:hh\\:mm\\:ss}.", data: data));
        if (state.Parked > 0)
            return Task.FromResult(HealthCheckResult.Degraded($"{state.Parked} messages are parked.", data: data));
        if (state.OldestAge > options.Value.DegradedAfter)
            return Task.FromResult(HealthCheckResult.Degraded($"{state.Depth} messages wait, the oldest for {state.OldestAge:hh\\:mm\\:ss}.", data: data));
        return Task.FromResult(HealthCheckResult.Healthy(data: data));
    }
}
