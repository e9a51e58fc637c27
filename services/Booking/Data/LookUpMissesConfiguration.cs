using Meida.Booking.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Booking.Data;

internal sealed class LookUpMissesConfiguration : IEntityTypeConfiguration<LookUpMisses>
{
    public void Configure(EntityTypeBuilder<LookUpMisses> builder)
    {
        builder.ToTable("look_up_misses");
        builder.HasKey(m => m.TicketNo);
        builder.Property(m => m.TicketNo).HasMaxLength(10);
        builder.HasIndex(m => m.Since).HasDatabaseName("ix_look_up_misses_since");
    }
}
