using Meida.Messaging;
using Meida.SharedKernel;
using Meida.Technicians.Data;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Catalog;

/// <summary>At every start: in Development adds what the catalogue lacks, then announces all of it.</summary>
internal sealed class CatalogStart(
    IServiceScopeFactory scopes, Outbox outbox, PersonalData personalData, TimeProvider clock, IConfiguration configuration,
    IHostEnvironment environment) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TechniciansDbContext>();
        if (configuration.GetValue("Seed:Enabled", environment.IsDevelopment()))
            await DevelopmentCatalog.Fill(db, personalData, clock, cancellationToken);

        foreach (var center in await db.Centers.AsNoTracking().ToListAsync(cancellationToken))
            outbox.Publish(db, center.Announcement());
        foreach (var technician in await db.Technicians.AsNoTracking().ToListAsync(cancellationToken))
            outbox.Publish(db, technician.Announcement(personalData), technician.AnnouncementId());
        await db.SaveChangesAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
