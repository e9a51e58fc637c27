using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Meida.ServiceDefaults.Idempotency;

/// <summary>Forgets keys older than <see cref="IdempotencyKey.Retention"/>, hourly.</summary>
internal sealed class IdempotencyCleanup<TContext>(
    IServiceScopeFactory scopes, TimeProvider clock, ILogger<IdempotencyCleanup<TContext>> log) : BackgroundService
    where TContext : DbContext
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        while (await hourly.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var oldest = clock.GetUtcNow() - IdempotencyKey.Retention;
                await scope.ServiceProvider.GetRequiredService<TContext>().Set<IdempotencyKey>()
                    .Where(row => row.CreatedAt < oldest).ExecuteDeleteAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "Old idempotency keys could not be deleted; the next hour tries again");
            }
        }
    }
}

/// <summary>Registration of the clean-up.</summary>
public static class IdempotencyExtensions
{
    /// <summary>Deletes keys older than a day, hourly. Not needed for the answers to be right, only for the table to stay small.</summary>
    /// <typeparam name="TContext">The service's context.</typeparam>
    /// <param name="builder">The service's builder.</param>
    public static void AddIdempotencyCleanup<TContext>(this IHostApplicationBuilder builder)
        where TContext : DbContext =>
        builder.Services.AddHostedService<IdempotencyCleanup<TContext>>();
}
