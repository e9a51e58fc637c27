using Meida.Technicians.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Technicians.Data;

internal sealed class AssignmentConfiguration :
    IEntityTypeConfiguration<Assignment>, IEntityTypeConfiguration<TicketPlan>, IEntityTypeConfiguration<EarlyRelease>
{
    private const string Holding = "state <> 'RELEASED'";

    public void Configure(EntityTypeBuilder<Assignment> builder)
    {
        builder.ToTable("assignments", table => table.HasCheckConstraint(
            "ck_assignments_state", "state in ('RESERVED', 'ACTIVE', 'COMPLETED', 'RELEASED')"));
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.TicketNo).HasMaxLength(10);
        builder.Property(a => a.State).HasConversion<UpperCaseConverter<AssignmentState>>().HasMaxLength(16);
        builder.Property(a => a.OverlapsOfOld).HasDefaultValue(false);
        builder.HasOne<Technician>().WithMany().HasForeignKey(a => a.TechnicianId).OnDelete(DeleteBehavior.Restrict);
        // That visits of a technician to two tickets never meet is kept by ex_assignments_overlap (migration WorkingTime), which
        // Entity Framework has no word for; this index is from before and finds the visits of a day.
        builder.HasIndex(a => new { a.TechnicianId, a.AppointmentDate, a.AppointmentTime }).IsUnique()
            .HasFilter(Holding).HasDatabaseName("ux_assignments_slot");
        // Load of seven days and last assignment.
        builder.HasIndex(a => new { a.TechnicianId, a.AssignedAt })
            .HasFilter(Holding).HasDatabaseName("ix_assignments_load");
        builder.HasIndex(a => a.TicketId);
        // Reservations that nobody confirmed.
        builder.HasIndex(a => a.AssignedAt).HasFilter("state = 'RESERVED'").HasDatabaseName("ix_assignments_reserved");
    }

    public void Configure(EntityTypeBuilder<TicketPlan> builder)
    {
        builder.ToTable("ticket_plans");
        builder.HasKey(p => p.TicketId);
        builder.Property(p => p.TicketId).ValueGeneratedNever();
        builder.Ignore(p => p.IsStarted);
        // Tickets of a day that nobody has.
        builder.HasIndex(p => new { p.AppointmentDate, p.CenterId }).HasFilter("outcome = 'OPEN'").HasDatabaseName("ix_ticket_plans_open");
        builder.Property(p => p.Outcome).HasConversion<UpperCaseConverter<TicketOutcome>>().HasMaxLength(16);
    }

    public void Configure(EntityTypeBuilder<EarlyRelease> builder)
    {
        builder.ToTable("early_releases");
        builder.HasKey(r => r.AssignmentId);
        builder.Property(r => r.AssignmentId).ValueGeneratedNever();
    }
}
