using Meida.Tickets.Assignment;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Tickets.Data;

internal sealed class AssignmentConfiguration : IEntityTypeConfiguration<AssignmentState>
{
    public void Configure(EntityTypeBuilder<AssignmentState> saga)
    {
        saga.ToTable("assignments");
        saga.HasKey(x => x.CorrelationId);
        saga.Property(x => x.CorrelationId).HasColumnName("id").ValueGeneratedNever();
        saga.Property(x => x.CurrentState).HasMaxLength(30);
        saga.Property(x => x.Reason).HasMaxLength(50);
        saga.Property(x => x.RefusedFor).HasMaxLength(30);
        saga.Property(x => x.ActorName).HasMaxLength(100);
        saga.Property(x => x.ActorRole).HasMaxLength(20);
        saga.Property(x => x.ClientAddress).HasMaxLength(45);
        saga.Property(x => x.CandidatesJson).HasColumnType("jsonb");
        saga.Ignore(x => x.Candidates);
        saga.Ignore(x => x.Actor);
        saga.Property(x => x.RowVersion).IsRowVersion();
        saga.HasOne<Ticket>().WithMany().HasForeignKey(x => x.TicketId).OnDelete(DeleteBehavior.Restrict);
        saga.HasIndex(x => new { x.TicketId, x.RequestedAt }).HasDatabaseName("ix_assignments_ticket");
        saga.HasIndex(x => x.TicketId).IsUnique().HasFilter("ended_at is null").HasDatabaseName("ux_assignments_live");
    }
}
