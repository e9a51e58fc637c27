using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Files.Access;

/// <summary>
/// What Files has heard of a ticket. It may be behind, so it may say yes, but never no
/// (<see cref="TicketReach"/> asks Tickets first).
/// </summary>
internal sealed class TicketAccess
{
    public required Guid TicketId { get; init; }

    public required string TicketNo { get; init; }

    public required string Status { get; init; }

    /// <summary>The version that <see cref="Status"/> is from.</summary>
    public required int Version { get; init; }

    public required Guid? TechnicianId { get; init; }

    /// <summary>The version that <see cref="TechnicianId"/> is from: events come in any order and not all name the technician.</summary>
    public required int TechnicianVersion { get; init; }
}

internal sealed class TicketAccessConfiguration : IEntityTypeConfiguration<TicketAccess>
{
    public void Configure(EntityTypeBuilder<TicketAccess> access)
    {
        access.ToTable("ticket_access");
        access.HasKey(x => x.TicketId);
        access.Property(x => x.TicketId).ValueGeneratedNever();
        access.Property(x => x.TicketNo).HasMaxLength(10);
        access.Property(x => x.Status).HasMaxLength(16);
        access.HasIndex(x => x.TicketNo).IsUnique();
    }
}
