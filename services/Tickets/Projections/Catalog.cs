namespace Meida.Tickets.Projections;

/// <summary>What lists show of a technician. Owned by Technicians.</summary>
internal sealed class TechnicianCard
{
    public required Guid Id { get; init; }

    /// <summary>0 when known from a reservation only.</summary>
    public required int Version { get; init; }

    public required string Name { get; init; }

    public Guid? CenterId { get; init; }

    public required bool IsActive { get; init; }
}

/// <summary>What lists show of a service center. Owned by Technicians.</summary>
internal sealed class CenterCard
{
    public required Guid Id { get; init; }

    public required int Version { get; init; }

    public required string Name { get; init; }

    /// <summary>The districts it serves, as they appear in addresses.</summary>
    public required string[] Regions { get; init; }

    /// <summary>When it works, as announced; null for every day.</summary>
    public string? Calendar { get; init; }
}
