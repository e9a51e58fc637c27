using Meida.ServiceDefaults.Data;
using Meida.SharedKernel;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Tickets.Data;

internal sealed class TicketConfiguration : IEntityTypeConfiguration<Ticket>
{
    // A newline separates the fields: no query holds one, so nothing is found across two fields.
    private const string Searched =
        "ticket_fold(ticket_no || E'\\n' || customer_name || E'\\n' || address || E'\\n' || issue_desc || E'\\n' || customer_phone_masked || E'\\n' || coalesce(product_model, ''))";

    public void Configure(EntityTypeBuilder<Ticket> ticket)
    {
        ticket.ToTable("tickets", table =>
        {
            table.HasCheckConstraint("ck_tickets_status", "status in ('BOOKED','CONFIRMED','ASSIGNED','IN_PROGRESS','COMPLETED','CANCELED')");
            table.HasCheckConstraint("ck_tickets_version", "version > 0");
            table.HasCheckConstraint("ck_tickets_number", "ticket_no ~ '^TK[0-9A-HJKMNP-TV-Z]{8}$'");
            table.HasCheckConstraint("ck_tickets_technician", "(technician_id is null) = (assignment_id is null)");
            table.HasCheckConstraint("ck_tickets_assigned", "status not in ('ASSIGNED','IN_PROGRESS','COMPLETED') or technician_id is not null");
            table.HasCheckConstraint("ck_tickets_completed", "(status = 'COMPLETED') = (completed_at is not null)");
            table.HasCheckConstraint("ck_tickets_rating", "(rating_score is null) = (rated_at is null) and rating_score between 1 and 5");
            table.HasCheckConstraint("ck_tickets_priority", "priority in ('LOW','NORMAL','HIGH','URGENT')");
            table.HasCheckConstraint("ck_tickets_total", "total >= 0 and status = 'COMPLETED' or total is null");
            table.HasCheckConstraint("ck_tickets_canceled", "(status = 'CANCELED') = (canceled_reason is not null)");
        });
        ticket.Property(x => x.RatingComment).HasMaxLength(1000);
        ticket.Property(x => x.Id).ValueGeneratedNever();
        ticket.Property(x => x.TicketNo).HasMaxLength(10);
        ticket.Property(x => x.Version).IsConcurrencyToken();
        ticket.Property(x => x.CustomerName).HasMaxLength(100);
        ticket.Property(x => x.CustomerPhoneHash).HasMaxLength(64);
        ticket.Property(x => x.CustomerPhoneMasked).HasMaxLength(20);
        ticket.Property(x => x.CustomerPhoneEncrypted).HasMaxLength(200);
        ticket.Property(x => x.Address).HasMaxLength(400);
        ticket.Property(x => x.IssueDesc).HasMaxLength(4000);
        ticket.Property(x => x.ProductModel).HasMaxLength(200);
        ticket.Property(x => x.SerialNumber).HasMaxLength(30);
        ticket.Property(x => x.Coverage).HasDefaultValue(Coverage.Unknown).HasSentinel(Coverage.Unknown);
        ticket.Property(x => x.ProductVersion).HasDefaultValue(0);
        ticket.Property(x => x.CanceledReason).HasMaxLength(1000);
        ticket.Property(x => x.Searched).HasComputedColumnSql(Searched, stored: true);
        ticket.Property(x => x.Priority).HasDefaultValue(TicketPriority.Normal).HasSentinel(TicketPriority.Normal);
        ticket.Property(x => x.DueAt).HasDefaultValue(Ticket.NeverDue).HasSentinel(Ticket.NeverDue);
        // A ticket that the release before opens has one too.
        ticket.Property(x => x.VerificationCode).HasMaxLength(6).HasDefaultValueSql(DatabaseCode.VerificationCode);
        ticket.Property(x => x.Resolution).HasMaxLength(4000);
        ticket.Property(x => x.FaultCode).HasMaxLength(50);
        ticket.Property(x => x.ChargeReason).HasMaxLength(1000);
        ticket.Property(x => x.Parts).IsJson().HasDefaultValueSql("'[]'");
        ticket.Property(x => x.Fees).IsJson();
        ticket.HasOne<Ticket>().WithMany().HasForeignKey(x => x.FollowUpOf).OnDelete(DeleteBehavior.Restrict);
        ticket.HasMany(x => x.Events).WithOne().HasForeignKey(x => x.TicketId).OnDelete(DeleteBehavior.Restrict);

        ticket.HasIndex(x => x.TicketNo).IsUnique().HasDatabaseName("ux_tickets_ticket_no");
        // Each list filter has an index in the order of the default list, so that a page is read and not sorted.
        ticket.HasIndex(x => new { x.AppointmentDate, x.AppointmentTime, x.Id }).HasDatabaseName("ix_tickets_appointment");
        ticket.HasIndex(x => new { x.Status, x.AppointmentDate, x.AppointmentTime, x.Id }).HasDatabaseName("ix_tickets_status");
        ticket.HasIndex(x => new { x.TechnicianId, x.AppointmentDate, x.AppointmentTime, x.Id, x.Status }).HasDatabaseName("ix_tickets_technician");
        ticket.HasIndex(x => new { x.CenterId, x.AppointmentDate, x.AppointmentTime, x.Id, x.Status }).HasDatabaseName("ix_tickets_center");
        ticket.HasIndex(x => new { x.DueAt, x.Id }).HasDatabaseName("ix_tickets_due");
        ticket.HasIndex(x => new { x.Priority, x.AppointmentDate, x.AppointmentTime, x.Id }).HasFilter("priority <> 'NORMAL'").HasDatabaseName("ix_tickets_priority");
        ticket.HasIndex(x => x.FollowUpOf).HasFilter("follow_up_of is not null").HasDatabaseName("ix_tickets_follow_up_of");
        ticket.HasIndex(x => new { x.CreatedAt, x.Id }).HasDatabaseName("ix_tickets_created");
        ticket.HasIndex(x => x.Searched).HasMethod("gin").HasOperators("gin_trgm_ops").HasDatabaseName("ix_tickets_searched_trigrams");
        ticket.HasIndex(x => new { x.CustomerPhoneHash, x.CreatedAt, x.Id }).HasDatabaseName("ix_tickets_phone");
        ticket.HasIndex(x => new { x.Coverage, x.AppointmentDate, x.AppointmentTime, x.Id }).HasFilter("coverage <> 'UNKNOWN'")
            .HasDatabaseName("ix_tickets_coverage");
        ticket.HasIndex(x => new { x.AppointmentDate, x.AppointmentTime, x.Id }, "ix_tickets_urged").HasFilter("urged_at is not null")
            .HasDatabaseName("ix_tickets_urged");
        ticket.HasIndex(x => x.UpdatedAt).HasFilter("erased_at is null and status in ('COMPLETED','CANCELED')").HasDatabaseName("ix_tickets_retention");
    }
}
