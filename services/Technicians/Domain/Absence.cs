namespace Meida.Technicians.Domain;

/// <summary>A time in which a technician makes no visits. No two of one technician overlap, by the database.</summary>
internal sealed class Absence
{
    public required Guid Id { get; init; }

    public required Guid TechnicianId { get; init; }

    /// <summary>The first moment, in the center's time zone.</summary>
    public required DateTime StartsAt { get; init; }

    /// <summary>The moment after the last.</summary>
    public required DateTime EndsAt { get; init; }

    public required string Reason { get; init; }
}
