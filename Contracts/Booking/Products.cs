namespace Meida.Contracts.Booking;

/// <summary>What the registry says of a product.</summary>
/// <param name="Version">Grows with every change of the product: a newer one is not overwritten by an older one.</param>
/// <param name="Model">Its model.</param>
/// <param name="WarrantyUntil">The last day of the manufacturer's warranty; null when it is not known.</param>
/// <param name="ExtendedUntil">The last day of an extended warranty; null without one.</param>
public sealed record ProductWarranty(int Version, string Model, DateOnly? WarrantyUntil, DateOnly? ExtendedUntil);

/// <summary>Request to Booking: what is known of the product with this serial number?</summary>
/// <param name="SerialNumber">In any case.</param>
public sealed record FindProduct(string SerialNumber);

/// <summary>Answer to <see cref="FindProduct"/>.</summary>
/// <param name="Product">What is known, or null when there is no such product.</param>
public sealed record ProductLookup(ProductWarranty? Product);

/// <summary>What the registry says of a product that tickets name has changed. Tickets corrects the open ones.</summary>
/// <param name="SerialNumber">In any case.</param>
/// <param name="Product">What is known now.</param>
[NeedsReceiver]
public sealed record ProductWarrantyChanged(string SerialNumber, ProductWarranty Product);

/// <summary>Somebody wrote products down. Tickets audits it.</summary>
/// <param name="SerialNumber">The one product; null for a file.</param>
/// <param name="Created">How many were not known.</param>
/// <param name="Changed">How many of those known were changed.</param>
/// <param name="Refused">How many lines of a file were refused.</param>
/// <param name="ActorId">The account.</param>
/// <param name="ActorName">Its user name.</param>
/// <param name="ActorRole">The role in which it was done.</param>
/// <param name="SealedClientAddress">Where it came from, encrypted with the product's data key.</param>
/// <param name="OccurredAt">When, in UTC.</param>
[NeedsReceiver]
public sealed record ProductsRecorded(
    string? SerialNumber, int Created, int Changed, int Refused, Guid ActorId, string ActorName, string ActorRole, string SealedClientAddress,
    DateTimeOffset OccurredAt);
