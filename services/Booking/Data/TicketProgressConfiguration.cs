using Meida.Booking.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Booking.Data;

internal sealed class TicketProgressConfiguration : IEntityTypeConfiguration<TicketProgress>
{
    public void Configure(EntityTypeBuilder<TicketProgress> builder)
    {
        builder.ToTable("booking_status");
        // No foreign key: what happened to an agent's booking may arrive before the booking.
        builder.HasKey(p => new { p.TicketId, p.Version });
        builder.Property(p => p.Version).ValueGeneratedNever();
        builder.Property(p => p.Status).HasConversion<TicketStatusConverter>().HasMaxLength(16);
    }
}
