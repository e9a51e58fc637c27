using MassTransit;
using Meida.Booking.Data;
using Meida.Contracts.Technicians;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Projections;

/// <summary>Keeps the centers and the technicians' names that Technicians announces.</summary>
internal sealed class CatalogConsumer(BookingDbContext db) : IConsumer<ServiceCenterChanged>, IConsumer<TechnicianChanged>
{
    // One statement each: the same announcement may be worked on twice at once, and an older one may come last.
    public Task Consume(ConsumeContext<ServiceCenterChanged> context)
    {
        var center = context.Message;
        string[] regions = [.. center.Regions];
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into service_centers (id, version, name, regions, time_zone)
            values ({center.CenterId}, {center.Version}, {center.Name}, {regions}, {center.TimeZone})
            on conflict (id) do update
            set version = excluded.version, name = excluded.name, regions = excluded.regions, time_zone = excluded.time_zone
            where service_centers.version < excluded.version
            """,
            context.CancellationToken);
    }

    public Task Consume(ConsumeContext<TechnicianChanged> context)
    {
        var technician = context.Message;
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into technicians (id, version, sealed_name)
            values ({technician.TechnicianId}, {technician.Version}, {technician.SealedName})
            on conflict (id) do update
            set version = excluded.version, sealed_name = excluded.sealed_name
            where technicians.version < excluded.version
            """,
            context.CancellationToken);
    }
}
