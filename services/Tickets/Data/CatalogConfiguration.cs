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
