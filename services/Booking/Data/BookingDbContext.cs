using Meida.Booking.Domain;
using Meida.Booking.Notices;
using Meida.Booking.Projections;
using Meida.Messaging;
using Meida.ServiceDefaults.Idempotency;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Data;

/// <summary>The database <c>booking</c>.</summary>
internal sealed class BookingDbContext(DbContextOptions<BookingDbContext> options) : DbContext(options)
{
    public DbSet<RepairBooking> Bookings => Set<RepairBooking>();

    public DbSet<EarlyErasure> EarlyErasures => Set<EarlyErasure>();

    public DbSet<TicketProgress> Progress => Set<TicketProgress>();

    public DbSet<ManageLink> ManageLinks => Set<ManageLink>();

    public DbSet<LinkMisses> LinkMisses => Set<LinkMisses>();

    public DbSet<Notice> Notices => Set<Notice>();

    public DbSet<SlotHold> SlotHolds => Set<SlotHold>();

    public DbSet<Product> Products => Set<Product>();

    public DbSet<LookUpMisses> LookUpMisses => Set<LookUpMisses>();

    public DbSet<ServiceCenter> Centers => Set<ServiceCenter>();

    public DbSet<TechnicianCard> Technicians => Set<TechnicianCard>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(BookingDbContext).Assembly);
        modelBuilder.AddIdempotencyKeys();
        modelBuilder.AddMessagingTables();
    }
}
