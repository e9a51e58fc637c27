using Meida.Tickets.Assignment;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Privacy;

/// <summary>How many days after its end a ticket still names its customer; for ever when none are set.</summary>
internal sealed record RetentionDays(int? Days)
{
    public const string Setting = "Privacy:RetentionDays";

    /// <summary>Reads <c>Privacy:RetentionDays</c>.</summary>
    /// <exception cref="InvalidOperationException">It is not a whole number from 1; the message names it.</exception>
    public static RetentionDays From(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" => new((int?)null),
        var text when int.TryParse(text, out var number) && number is > 0 and < 36_500 => new(number),
        _ => throw new InvalidOperationException($"The setting {Setting} must be a whole number from 1, or absent."),
    };
}

/// <summary>Erases tickets whose time is over, hourly.</summary>
internal sealed class Retention(IServiceScopeFactory scopes, RetentionDays retention, TimeProvider clock, ILogger<Retention> log) : BackgroundService
{
    private const int Slice = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Erases what is due.</summary>
    /// <returns>How many tickets there were.</returns>
    public async Task<int> Sweep(CancellationToken cancel)
    {
        if (retention.Days is not { } days)
            return 0;

        var before = clock.GetUtcNow().AddDays(-days);
        var erased = 0;
        List<Guid> due;
        do
        {
            await using var scope = scopes.CreateAsyncScope();
            due = await scope.ServiceProvider.GetRequiredService<TicketsDbContext>().Tickets
                .Where(t => t.ErasedAt == null && (t.Status == TicketStatus.Completed || t.Status == TicketStatus.Canceled) && t.UpdatedAt < before)
                .OrderBy(t => t.UpdatedAt).Take(Slice).Select(t => t.Id).ToListAsync(cancel);
            foreach (var id in due)
                erased += await Erase(id, cancel);
        }
        while (due.Count == Slice);
        return erased;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await Sweep(stoppingToken) is > 0 and var count)
                    log.LogInformation("{Count} tickets do not name their customers any more", count);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "Tickets whose time is over could not be erased; the next hour tries again");
            }
        }
    }

    private async Task<int> Erase(Guid id, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDbContext>();
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            // Another process may have come first.
            if (await db.LockTicket(id, cancel) is not { ErasedAt: null } ticket)
                return 0;

            await scope.ServiceProvider.GetRequiredService<Erasure>().Of(ticket, ActorInfo.System, cancel);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return 1;
        });
    }
}
