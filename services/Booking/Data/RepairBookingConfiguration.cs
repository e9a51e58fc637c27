using Meida.Booking.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Booking.Data;

internal sealed class RepairBookingConfiguration : IEntityTypeConfiguration<RepairBooking>, IEntityTypeConfiguration<EarlyErasure>
{
    /// <summary>What a second booking with the same number runs into.</summary>
    public const string UniqueTicketNo = "ux_bookings_ticket_no";

    public void Configure(EntityTypeBuilder<RepairBooking> builder)
    {
        builder.ToTable("bookings", table => table.HasCheckConstraint(
            "ck_bookings_status", "status in ('BOOKED', 'CONFIRMED', 'ASSIGNED', 'IN_PROGRESS', 'COMPLETED', 'CANCELED')"));
        builder.Property(b => b.Id).ValueGeneratedNever();
        builder.Property(b => b.TicketNo).HasMaxLength(10);
        builder.Property(b => b.ProductModel).HasMaxLength(200);
        builder.Property(b => b.SerialNumber).HasMaxLength(30);
        builder.Property(b => b.CustomerPhoneHash).HasMaxLength(64);
        builder.Property(b => b.Status).HasConversion<TicketStatusConverter>().HasMaxLength(16);
        builder.Property(b => b.DetailsVersion).HasDefaultValue(1);
        builder.Property(b => b.NoticesWanted).HasDefaultValue(true).HasSentinel(true);
        builder.HasIndex(b => b.TicketNo).IsUnique().HasDatabaseName(UniqueTicketNo);
        // Counts the bookings that hold a slot.
        builder.HasIndex(b => new { b.AppointmentDate, b.AppointmentTime, b.CenterId })
            .HasFilter("status <> 'CANCELED'").HasDatabaseName("ix_bookings_slot");
    }

    public void Configure(EntityTypeBuilder<EarlyErasure> builder)
    {
        builder.ToTable("early_erasures");
        builder.HasKey(e => e.TicketId);
        builder.Property(e => e.TicketId).ValueGeneratedNever();
    }
}
