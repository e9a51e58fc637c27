using Meida.Files.Access;
using Meida.Files.Audit;
using Meida.Files.Storage;
using Meida.Messaging;
using Meida.ServiceDefaults.Audit;
using Microsoft.EntityFrameworkCore;

namespace Meida.Files.Data;

internal sealed class FilesDbContext(DbContextOptions<FilesDbContext> options) : DbContext(options)
{
    public DbSet<TicketImage> Images => Set<TicketImage>();

    public DbSet<TicketAccess> TicketAccess => Set<TicketAccess>();

    public DbSet<LooseObject> LooseObjects => Set<LooseObject>();

    public DbSet<AuditEntry> AuditLogs => Set<AuditEntry>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(FilesDbContext).Assembly);
        modelBuilder.AddMessagingTables();
    }
}
