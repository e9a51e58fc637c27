using Meida.Messaging;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Idempotency;
using Meida.SharedKernel;
using Meida.Tickets.Assignment;
using Meida.Tickets.Audit;
using Meida.Tickets.Domain;
using Meida.Tickets.Projections;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Data;

/// <summary>The database <c>tickets</c>.</summary>
internal sealed class TicketsDbContext(DbContextOptions<TicketsDbContext> options) : DbContext(options)
{
    public DbSet<Ticket> Tickets => Set<Ticket>();

    public DbSet<TicketEvent> Events => Set<TicketEvent>();

    public DbSet<TicketImage> Images => Set<TicketImage>();

    public DbSet<AuditEntry> AuditLogs => Set<AuditEntry>();

    public DbSet<AssignmentState> Assignments => Set<AssignmentState>();

    public DbSet<TechnicianCard> Technicians => Set<TechnicianCard>();

    public DbSet<TechnicianEvent> TechnicianEvents => Set<TechnicianEvent>();

    public DbSet<CenterCard> Centers => Set<CenterCard>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<TicketStatus>().HaveConversion<EnumTextConverter<TicketStatus>>().HaveMaxLength(16);
        configurationBuilder.Properties<Coverage>().HaveConversion<EnumTextConverter<Coverage>>().HaveMaxLength(16);
        configurationBuilder.Properties<TicketPriority>().HaveConversion<EnumTextConverter<TicketPriority>>().HaveMaxLength(8);
        configurationBuilder.Properties<TicketAction>().HaveConversion<EnumTextConverter<TicketAction>>().HaveMaxLength(20);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasPostgresExtension("pg_trgm");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TicketsDbContext).Assembly);
        modelBuilder.AddMessagingTables();
        modelBuilder.AddIdempotencyKeys();
    }
}
