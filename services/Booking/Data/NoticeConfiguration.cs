using Meida.Booking.Notices;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Booking.Data;

internal sealed class NoticeConfiguration : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        builder.ToTable("notices", table => table.HasCheckConstraint("ck_notices_state", "state in ('PENDING', 'SENT', 'WITHDRAWN', 'FAILED')"));
        builder.Property(n => n.Id).ValueGeneratedNever();
        builder.Property(n => n.Kind).HasConversion(kind => EnumText.Of(kind), text => EnumText.Parse<NoticeKind>(text)).HasMaxLength(16);
        builder.Property(n => n.Channel).HasMaxLength(8);
        builder.Property(n => n.State).HasConversion(state => EnumText.Of(state), text => EnumText.Parse<NoticeState>(text)).HasMaxLength(16);
        builder.HasIndex(n => new { n.TicketId, n.Kind, n.Version }).IsUnique().HasDatabaseName("ux_notices_fact");
        builder.HasIndex(n => n.DueAt).HasFilter("state = 'PENDING'").HasDatabaseName("ix_notices_due");
    }
}
