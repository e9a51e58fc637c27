using Meida.ServiceDefaults.Data;
using Meida.Technicians.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Technicians.Data;

internal sealed class CatalogConfiguration :
    IEntityTypeConfiguration<ServiceCenter>, IEntityTypeConfiguration<Technician>, IEntityTypeConfiguration<Absence>
{
    /// <summary>What a second technician with the same phone runs into.</summary>
    public const string UniquePhone = "ux_technicians_phone_hash";

    /// <summary>What a second technician with the same account runs into.</summary>
    public const string UniqueUserName = "ux_technicians_user_name";

    /// <summary>What a second absence at the same time runs into (migration WorkingTime; Entity Framework has no word for it).</summary>
    public const string NoDoubleAbsence = "ex_absences_overlap";

    public void Configure(EntityTypeBuilder<ServiceCenter> builder)
    {
        builder.ToTable("service_centers");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Name).HasMaxLength(100);
        builder.Property(c => c.TimeZone).HasMaxLength(64);
        builder.Property(c => c.WorkingHours).IsJson();
        builder.Property(c => c.Holidays).IsJson();
        builder.Ignore(c => c.Calendar);
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
        builder.Property(t => t.WorkingHours).IsJson();
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.HasOne(t => t.Center).WithMany().HasForeignKey(t => t.CenterId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(t => t.PhoneHash).IsUnique().HasDatabaseName(UniquePhone);
        builder.HasIndex(t => t.UserName).IsUnique().HasDatabaseName(UniqueUserName);
    }

    public void Configure(EntityTypeBuilder<Absence> builder)
    {
        builder.ToTable("absences", table => table.HasCheckConstraint("ck_absences_period", "starts_at < ends_at"));
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.StartsAt).HasColumnType("timestamp without time zone");
        builder.Property(a => a.EndsAt).HasColumnType("timestamp without time zone");
        builder.Property(a => a.Reason).HasMaxLength(400);
        builder.HasOne<Technician>().WithMany().HasForeignKey(a => a.TechnicianId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(a => new { a.TechnicianId, a.StartsAt });
    }
}
