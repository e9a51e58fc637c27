using Meida.ServiceDefaults.Audit;
using Meida.Tickets.Domain;
using Meida.Tickets.Visits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Tickets.Data;

internal sealed class TicketEventConfiguration : IEntityTypeConfiguration<TicketEvent>
{
    public void Configure(EntityTypeBuilder<TicketEvent> happened)
    {
        happened.ToTable("ticket_events");
        happened.Property(x => x.Id).ValueGeneratedNever();
        happened.Property(x => x.Sequence).UseIdentityAlwaysColumn();
        happened.Property(x => x.ActorName).HasMaxLength(100);
        happened.Property(x => x.ActorRole).HasMaxLength(20);
        happened.Property(x => x.TicketVersion).HasColumnName("version");
        happened.Property(x => x.DetailsJson).HasColumnType("jsonb");
        happened.Ignore(x => x.ClientAddress);
        happened.Ignore(x => x.Assignment);
        happened.Ignore(x => x.Receipt);
        happened.Ignore(x => x.Removal);
        // Text, not jsonb: what was sent is sent again byte for byte.
        happened.Property(x => x.Announcement).HasColumnType("text");
        happened.HasIndex(x => x.At).HasDatabaseName("ix_ticket_events_at");
        happened.HasIndex(x => x.Sequence).IsUnique().HasDatabaseName("ux_ticket_events_sequence");
        happened.HasIndex(x => new { x.TicketId, x.Sequence }).HasDatabaseName("ix_ticket_events_ticket");
    }
}

internal sealed class TicketImageConfiguration : IEntityTypeConfiguration<TicketImage>
{
    public void Configure(EntityTypeBuilder<TicketImage> image)
    {
        image.ToTable("ticket_images");
        image.Property(x => x.Id).ValueGeneratedNever();
        image.Property(x => x.Type).HasMaxLength(20);
        image.Property(x => x.ContentType).HasMaxLength(50);
        image.Property(x => x.ChecksumSha256).HasMaxLength(64);
        image.Property(x => x.UploadedBy).HasMaxLength(100);
        image.HasOne<Ticket>().WithMany().HasForeignKey(x => x.TicketId).OnDelete(DeleteBehavior.Restrict);
        image.HasIndex(x => new { x.TicketId, x.UploadedAt }).HasDatabaseName("ix_ticket_images_ticket");
    }
}

internal sealed class VerificationTryConfiguration : IEntityTypeConfiguration<VerificationTry>
{
    public void Configure(EntityTypeBuilder<VerificationTry> tries)
    {
        tries.ToTable("verification_tries");
        tries.HasKey(x => x.TicketId);
        tries.Property(x => x.TicketId).ValueGeneratedNever();
    }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.IsAuditLog(AuditSubject.Ticket, actorName: 100, actorRole: 20);
        entry.HasIndex(x => new { x.TicketId, x.At }).HasDatabaseName("ix_audit_logs_ticket");
        entry.HasIndex(x => new { x.TicketNo, x.At }).HasDatabaseName("ix_audit_logs_ticket_no");
    }
}
