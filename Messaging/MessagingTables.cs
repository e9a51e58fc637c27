using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Messaging;

/// <summary>The two tables every service with messages has.</summary>
public static class MessagingTables
{
    /// <summary>Adds <c>outbox_message</c> and <c>inbox_message</c>. Call it in <c>OnModelCreating</c>.</summary>
    public static ModelBuilder AddMessagingTables(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<OutboxRow>(Outbox);
        model.Entity<InboxRow>(Inbox);
        return model;
    }

    static void Outbox(EntityTypeBuilder<OutboxRow> row)
    {
        row.ToTable("outbox_message");
        row.HasKey(x => x.Seq).HasName("pk_outbox_message");
        row.Property(x => x.Seq).HasColumnName("seq").UseIdentityAlwaysColumn();
        row.Property(x => x.MessageId).HasColumnName("message_id");
        // The database's clock on both ends: a service with a wrong (or a test's) clock must not hold its messages back.
        row.Property(x => x.CreatedAt).HasColumnName("created_at").HasDefaultValueSql("now()");
        row.Property(x => x.NotBefore).HasColumnName("not_before").HasDefaultValueSql("now()");
        row.Property(x => x.ExpiresAt).HasColumnName("expires_at");
        row.Property(x => x.ScheduleToken).HasColumnName("schedule_token");
        row.Property(x => x.Destination).HasColumnName("destination");
        row.Property(x => x.RoutingKey).HasColumnName("routing_key");
        row.Property(x => x.Mandatory).HasColumnName("mandatory");
        row.Property(x => x.ContentType).HasColumnName("content_type");
        row.Property(x => x.Body).HasColumnName("body");
        row.Property(x => x.Headers).HasColumnName("headers");
        row.Property(x => x.CorrelationId).HasColumnName("correlation_id");
        row.Property(x => x.Attempts).HasColumnName("attempts").HasDefaultValue(0);
        row.Property(x => x.LastError).HasColumnName("last_error");
        row.Property(x => x.ParkedAt).HasColumnName("parked_at");

        row.HasIndex(x => new { x.NotBefore, x.Seq }).HasDatabaseName("ix_outbox_due").HasFilter("parked_at is null");
        row.HasIndex(x => x.ScheduleToken).HasDatabaseName("ix_outbox_schedule").HasFilter("schedule_token is not null");
        row.HasIndex(x => x.ParkedAt).HasDatabaseName("ix_outbox_parked").HasFilter("parked_at is not null");
    }

    static void Inbox(EntityTypeBuilder<InboxRow> row)
    {
        row.ToTable("inbox_message");
        row.HasKey(x => new { x.MessageId, x.ConsumerId }).HasName("pk_inbox_message");
        row.Property(x => x.MessageId).HasColumnName("message_id").ValueGeneratedNever();
        row.Property(x => x.ConsumerId).HasColumnName("consumer_id").ValueGeneratedNever();
        row.Property(x => x.ReceivedAt).HasColumnName("received_at").HasDefaultValueSql("now()");
        row.HasIndex(x => x.ReceivedAt).HasDatabaseName("ix_inbox_received");
    }
}
