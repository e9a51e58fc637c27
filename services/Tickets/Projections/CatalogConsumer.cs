using MassTransit;
using Meida.Contracts.Technicians;
using Meida.Messaging;
using Meida.SharedKernel;
using Meida.Tickets.Data;
using Meida.Tickets.Sla;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Projections;

/// <summary>
/// Keeps the names that lists show, and what other systems were told of technicians. An announcement may come twice,
/// late or before an older one.
/// </summary>
internal sealed class CatalogConsumer(TicketsDbContext db, PersonalData personalData, DueTimes dueTimes) :
    IConsumer<TechnicianChanged>, IConsumer<ServiceCenterChanged>
{
    public async Task Consume(ConsumeContext<TechnicianChanged> context)
    {
        var technician = context.Message;
        var name = personalData.Open(technician.SealedName);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into technician_cards (id, version, name, center_id, is_active)
            values ({technician.TechnicianId}, {technician.Version}, {name}, {technician.CenterId}, {technician.IsActive})
            on conflict (id) do update
            set version = excluded.version, name = excluded.name, center_id = excluded.center_id, is_active = excluded.is_active
            where technician_cards.version < excluded.version
            """, context.CancellationToken);

        // For a replay: Technicians has announced it under this id.
        var id = context.MessageId!.Value;
        var announcement = CloudEvent.Write(technician, id, CloudEvent.RoutingKey(typeof(TechnicianChanged))!, activity: null);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into technician_events (id, technician_id, version, at, announcement)
            values ({id}, {technician.TechnicianId}, {technician.Version}, {technician.OccurredAt}, {announcement})
            on conflict do nothing
            """, context.CancellationToken);
    }

    public async Task Consume(ConsumeContext<ServiceCenterChanged> context)
    {
        var (center, cancel) = (context.Message, context.CancellationToken);
        var calendar = CenterCalendars.Write(center.Calendar);
        var before = await db.Centers.Where(c => c.Id == center.CenterId).Select(c => c.Calendar).SingleOrDefaultAsync(cancel);
        string[] regions = [.. center.Regions];
        var isNew = await db.Database.ExecuteSqlAsync(
            $"""
            insert into service_centers (id, version, name, regions, calendar)
            values ({center.CenterId}, {center.Version}, {center.Name}, {regions}, {calendar})
            on conflict (id) do update
            set version = excluded.version, name = excluded.name, regions = excluded.regions, calendar = excluded.calendar
            where service_centers.version < excluded.version
            """, cancel);
        if (isNew > 0 && calendar != before)
            await dueTimes.Recompute(db, center.CenterId, CenterCalendars.Parse(calendar), cancel);
    }
}
