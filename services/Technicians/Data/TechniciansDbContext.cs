using Meida.Messaging;
using Meida.ServiceDefaults.Audit;
using Meida.Technicians.Audit;
using Meida.Technicians.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Data;

/// <summary>The database <c>technicians</c>.</summary>
internal sealed class TechniciansDbContext(DbContextOptions<TechniciansDbContext> options) : DbContext(options)
{
    public DbSet<ServiceCenter> Centers => Set<ServiceCenter>();

    public DbSet<Technician> Technicians => Set<Technician>();

    public DbSet<Absence> Absences => Set<Absence>();

    public DbSet<Assignment> Assignments => Set<Assignment>();

    public DbSet<TicketPlan> Plans => Set<TicketPlan>();

    public DbSet<EarlyRelease> EarlyReleases => Set<EarlyRelease>();

    public DbSet<AuditEntry> AuditLogs => Set<AuditEntry>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasPostgresExtension("btree_gist");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TechniciansDbContext).Assembly);
        modelBuilder.AddMessagingTables();
    }
}
