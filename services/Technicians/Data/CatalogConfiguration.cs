using Meida.Technicians.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Technicians.Data;

internal sealed class CatalogConfiguration : IEntityTypeConfiguration<ServiceCenter>, IEntityTypeConfiguration<Technician>
{
    /// <summary>What a second technician with the same phone runs into.</summary>
    public const string UniquePhone = "ux_technicians_phone_hash";

    /// <summary>What a second technician with the same account runs into.</summary>
    public const string UniqueUserName = "ux_technicians_user_name";

    public void Configure(EntityTypeBuilder<ServiceCenter> builder)
    {
        builder.ToTable("service_centers");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Name).HasMaxLength(100);
        builder.Property(c => c.TimeZone).HasMaxLength(64);
        builder.Property(c => c.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<Technician> builder)
    {
        builder.ToTable("technicians");
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Name).HasMaxLength(100);
        builder.Property(t => t.PhoneMasked).HasMaxLength(20);
        builder.Property(t => t.PhoneHash).HasMaxLength(64);
        builder.Property(t => t.UserName).HasMaxLength(64);
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.HasOne(t => t.Center).WithMany().HasForeignKey(t => t.CenterId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(t => t.PhoneHash).IsUnique().HasDatabaseName(UniquePhone);
        builder.HasIndex(t => t.UserName).IsUnique().HasDatabaseName(UniqueUserName);
    }
}
