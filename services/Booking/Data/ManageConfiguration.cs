using Meida.Booking.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Booking.Data;

internal sealed class ManageConfiguration :
    IEntityTypeConfiguration<ManageLink>, IEntityTypeConfiguration<LinkMisses>, IEntityTypeConfiguration<SlotHold>
{
    public void Configure(EntityTypeBuilder<ManageLink> builder)
    {
        builder.ToTable("manage_links");
        builder.HasKey(l => l.TokenHash);
        builder.Property(l => l.TokenHash).HasMaxLength(64);
        // No foreign key: an agent's link may be known before the booking.
        builder.HasIndex(l => l.TicketId).HasDatabaseName("ix_manage_links_ticket");
    }

    public void Configure(EntityTypeBuilder<LinkMisses> builder)
    {
        builder.ToTable("link_misses");
        builder.HasKey(m => m.Address);
        builder.Property(m => m.Address).HasMaxLength(64);
        builder.HasIndex(m => m.Since).HasDatabaseName("ix_link_misses_since");
    }

    public void Configure(EntityTypeBuilder<SlotHold> builder)
    {
        builder.ToTable("slot_holds");
        builder.HasKey(h => h.TicketId);
        builder.Property(h => h.TicketId).ValueGeneratedNever();
        builder.HasIndex(h => new { h.AppointmentDate, h.AppointmentTime, h.CenterId }).HasDatabaseName("ix_slot_holds_slot");
    }
}
