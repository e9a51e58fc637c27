using Meida.Contracts.Booking;
using Meida.SharedKernel;

namespace Meida.Booking.Domain;

/// <summary>A product that was sold, and how long it is covered. Nothing about who owns it.</summary>
internal sealed class Product
{
    /// <summary>The serial number in upper case, by which it is found.</summary>
    public required string SerialKey { get; init; }

    /// <summary>The serial number as it was registered.</summary>
    public string SerialNumber { get; set; } = "";

    public string Model { get; set; } = "";

    public string? Category { get; set; }

    public DateOnly? PurchasedOn { get; set; }

    public int? WarrantyMonths { get; set; }

    /// <summary>The last day of the manufacturer's warranty, from the two above.</summary>
    public DateOnly? WarrantyUntil { get; set; }

    public DateOnly? ExtendedUntil { get; set; }

    public int Version { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public Coverage CoverageOn(DateOnly day) => new Warranty(WarrantyUntil, ExtendedUntil).On(day);

    public ProductWarranty ToMessage() => new(Version, Model, WarrantyUntil, ExtendedUntil);
}
