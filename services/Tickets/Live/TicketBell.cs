using System.Threading.Channels;
using Meida.Messaging;
using Meida.Tickets.Data;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Live;

/// <summary>
/// Wakes the feeds of all processes after commits with announced events: once for as many commits as came meanwhile, and outside of
/// them, for PostgreSQL lets transactions that notify commit one after the other. Events that are not announced ring in the database
/// (<see cref="DatabaseCode.NotifyUnannounced"/>). A bell that is not heard costs the feed's own interval.
/// </summary>
internal sealed class TicketBell(OutboxSignal commits, IServiceScopeFactory scopes, ILogger<TicketBell> log) : BackgroundService
{
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        commits.Committed += Ring;
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        commits.Committed -= Ring;
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in _rung.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<TicketsDbContext>().Database.ExecuteSqlAsync($"select pg_notify('ticket_events', '')", stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                log.LogDebug("The feeds were not woken: {Reason}", fault.Message);
            }
        }
    }

    private void Ring() => _rung.Writer.TryWrite(true);
}
