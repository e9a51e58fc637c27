using Meida.Tickets.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Tickets.Data;

internal sealed class TechnicianCardConfiguration : IEntityTypeConfiguration<TechnicianCard>
{
    public void Configure(EntityTypeBuilder<TechnicianCard> card)
    {
        card.ToTable("technician_cards");
        card.Property(x => x.Id).ValueGeneratedNever();
    }
}

internal sealed class CenterCardConfiguration : IEntityTypeConfiguration<CenterCard>
{
    public void Configure(EntityTypeBuilder<CenterCard> card)
    {
        card.ToTable("service_centers");
        card.Property(x => x.Id).ValueGeneratedNever();
    }
}

internal sealed class TechnicianEventConfiguration : IEntityTypeConfiguration<TechnicianEvent>
{
    public void Configure(EntityTypeBuilder<TechnicianEvent> happened)
    {
        happened.ToTable("technician_events");
        happened.Property(x => x.Id).ValueGeneratedNever();
        happened.Property(x => x.Sequence).UseIdentityAlwaysColumn();
        happened.Property(x => x.Announcement).HasColumnType("text");
        happened.HasIndex(x => x.At).HasDatabaseName("ix_technician_events_at");
        happened.HasIndex(x => x.Sequence).IsUnique().HasDatabaseName("ux_technician_events_sequence");
        happened.HasIndex(x => new { x.TechnicianId, x.Version }).IsUnique().HasDatabaseName("ux_technician_events_version");
    }
}
