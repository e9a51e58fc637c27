using MassTransit;
using Meida.Contracts.Technicians;
using Meida.SharedKernel;
using Meida.Technicians.Data;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Catalog;

/// <summary>Announces everything once more, for a service that has just started.</summary>
internal sealed class CatalogRequestedConsumer(TechniciansDbContext db, PersonalData personalData) : IConsumer<CatalogRequested>
{
    public async Task Consume(ConsumeContext<CatalogRequested> context)
    {
        foreach (var center in await db.Centers.AsNoTracking().ToListAsync(context.CancellationToken))
            await context.Publish(center.Announcement());
        foreach (var technician in await db.Technicians.AsNoTracking().ToListAsync(context.CancellationToken))
            await context.Publish(technician.Announcement(personalData), sent => sent.MessageId = technician.AnnouncementId());
    }
}
