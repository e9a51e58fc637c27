using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Reservations;

/// <summary>
/// Gives back what an assignment reserved and never committed nor released. It is only a net, for the saga releases all it
/// reserves. Should the commit come after all, <see cref="TicketEventsConsumer"/> takes the slot again or reports it lost.
/// </summary>
internal sealed class ReservationSweep(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ReservationSweep> log) : BackgroundService
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Gives back reservations older than <see cref="MaxAge"/>.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> Sweep(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TechniciansDbContext>();
        var now = clock.GetUtcNow();
        var oldest = now - MaxAge;
        return await db.Assignments
            .Where(a => a.State == AssignmentState.Reserved && a.AssignedAt < oldest)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.State, AssignmentState.Released).SetProperty(x => x.UpdatedAt, now), cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await Sweep(stoppingToken) is > 0 and var count)
                    log.LogWarning("{Count} reservations that no assignment committed were given back", count);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "Old reservations could not be swept; the next turn tries again");
            }
        }
    }
}
