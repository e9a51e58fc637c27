using Meida.Booking.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Booking.Data;

internal sealed class CatalogConfiguration : IEntityTypeConfiguration<ServiceCenter>, IEntityTypeConfiguration<TechnicianCard>
{
    public void Configure(EntityTypeBuilder<ServiceCenter> builder)
    {
        builder.ToTable("service_centers");
        builder.Property(c => c.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<TechnicianCard> builder)
    {
        builder.ToTable("technicians");
        builder.Property(t => t.Id).ValueGeneratedNever();
    }
}
