using Meida.Booking.Domain;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Booking.Data;

internal sealed class ProductConfiguration : IEntityTypeConfiguration<Product>
{
    public void Configure(EntityTypeBuilder<Product> builder)
    {
        builder.ToTable("products");
        builder.HasKey(p => p.SerialKey);
        builder.Property(p => p.SerialKey).HasMaxLength(SerialNumber.MaxLength);
        builder.Property(p => p.SerialNumber).HasMaxLength(SerialNumber.MaxLength);
        builder.Property(p => p.Model).HasMaxLength(200);
        builder.Property(p => p.Category).HasMaxLength(100);
        // The order of the list.
        builder.HasIndex(p => new { p.UpdatedAt, p.SerialKey }).HasDatabaseName("ix_products_updated");
    }
}
