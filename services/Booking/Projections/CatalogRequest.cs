using Meida.Booking.Data;
using Meida.Contracts.Technicians;
using Meida.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Projections;

/// <summary>Asks Technicians at every start for all centers and technicians, whichever of the two started first.</summary>
internal sealed class CatalogRequest(IServiceScopeFactory scopes, Outbox outbox, ILogger<CatalogRequest> log) : BackgroundService
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
            var db = scope.ServiceProvider.GetRequiredService<BookingDbContext>();
            outbox.Publish(db, new CatalogRequested("booking"));
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogWarning(fault, "The catalogue could not be asked for; trying again");
            return false;
        }
    }
}
