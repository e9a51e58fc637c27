using Meida.Technicians.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Technicians.Data;

internal sealed class AuditConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_logs");
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.ActorName).HasMaxLength(100);
        builder.Property(x => x.ActorRole).HasMaxLength(20);
        builder.Property(x => x.Action).HasMaxLength(30);
        builder.Property(x => x.TicketNo).HasMaxLength(10);
        builder.Property(x => x.ClientAddress).HasMaxLength(45);
        builder.Property(x => x.Result).HasMaxLength(50);
        builder.Property(x => x.DetailsJson).HasColumnType("jsonb");
        builder.HasIndex(x => new { x.At, x.Id }).HasDatabaseName("ix_audit_logs_at");
        builder.HasIndex(x => new { x.ActorName, x.At }).HasDatabaseName("ix_audit_logs_actor");
    }
}
