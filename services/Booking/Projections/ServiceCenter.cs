namespace Meida.Booking.Projections;

/// <summary>A service center as Technicians last announced it.</summary>
internal sealed class ServiceCenter
{
    public required Guid Id { get; init; }

    public int Version { get; set; }

    public string Name { get; set; } = "";

    /// <summary>The districts it serves, as they appear in addresses.</summary>
    public string[] Regions { get; set; } = [];

    public string TimeZone { get; set; } = "";
}
