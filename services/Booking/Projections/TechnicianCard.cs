namespace Meida.Booking.Projections;

/// <summary>What a customer may learn of the technician who comes: the name, kept encrypted as it was announced.</summary>
internal sealed class TechnicianCard
{
    public required Guid Id { get; init; }

    public int Version { get; set; }

    public string SealedName { get; set; } = "";
}
