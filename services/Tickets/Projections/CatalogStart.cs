using Meida.Contracts.Technicians;
using Meida.Messaging;
using Meida.Tickets.Data;

namespace Meida.Tickets.Projections;

/// <summary>Asks Technicians at every start to announce its catalogue, whichever of the two started first.</summary>
internal sealed class CatalogStart(IServiceScopeFactory scopes, Outbox outbox, ILogger<CatalogStart> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await Ask(stoppingToken))
            await Task.Delay(Pause, stoppingToken);
    }

    private async Task<bool> Ask(CancellationToken cancel)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TicketsDbContext>();
            outbox.Publish(db, new CatalogRequested("tickets"));
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogWarning("The catalogue could not be asked for and will be again: {Reason}", fault.Message);
            return false;
        }
    }
}
