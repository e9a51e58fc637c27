namespace Meida.Contracts.Technicians;

/// <summary>A technician was added or changed.</summary>
/// <param name="TechnicianId">The technician.</param>
/// <param name="Version">Grows by one a change; an older event is ignored.</param>
/// <param name="OccurredAt">When, in UTC.</param>
/// <param name="CenterId">The service center.</param>
/// <param name="IsActive">Whether new tickets may be assigned.</param>
/// <param name="SealedName">The name, encrypted with the product's data key; inside the product only.</param>
[PublicEvent("technician.changed")]
public sealed record TechnicianChanged(
    Guid TechnicianId, int Version, DateTimeOffset OccurredAt, Guid CenterId, bool IsActive,
    [property: InternalOnly] string SealedName);

/// <summary>A service center was added or changed.</summary>
/// <param name="CenterId">The center.</param>
/// <param name="Version">Grows by one a change; an older event is ignored.</param>
/// <param name="OccurredAt">When, in UTC.</param>
/// <param name="Name">The center's public name.</param>
/// <param name="Regions">The districts it serves, as they appear in addresses.</param>
/// <param name="TimeZone">IANA time zone of its appointments.</param>
public sealed record ServiceCenterChanged(
    Guid CenterId, int Version, DateTimeOffset OccurredAt, string Name, IReadOnlyList<string> Regions, string TimeZone);

/// <summary>
/// A service that keeps a projection of centers and technicians has started and asks Technicians to announce all of
/// them once more; Technicians also does so when it starts itself. So a projection is complete whichever starts first.
/// </summary>
/// <param name="RequestedBy">The asking service's name, for the log.</param>
public sealed record CatalogRequested(string RequestedBy);
