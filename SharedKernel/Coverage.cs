namespace Meida.SharedKernel;

/// <summary>Whether a repair is covered by a product's warranty, on a certain day.</summary>
public enum Coverage
{
    /// <summary>The product, or its warranty, is not known.</summary>
    Unknown,

    /// <summary>The manufacturer's warranty covers it.</summary>
    InWarranty,

    /// <summary>An extended warranty covers it.</summary>
    Extended,

    /// <summary>Nothing covers it any more.</summary>
    OutOfWarranty,
}

/// <summary>How long a product is covered. The last day counts.</summary>
/// <param name="Until">The last day of the manufacturer's warranty; null when it is not known.</param>
/// <param name="ExtendedUntil">The last day of an extended warranty; null without one.</param>
public sealed record Warranty(DateOnly? Until, DateOnly? ExtendedUntil)
{
    /// <summary>What covers a repair on a day.</summary>
    /// <param name="day">The day of the visit.</param>
    public Coverage On(DateOnly day) =>
        day <= Until ? Coverage.InWarranty
        : day <= ExtendedUntil ? Coverage.Extended
        : Until is null && ExtendedUntil is null ? Coverage.Unknown
        : Coverage.OutOfWarranty;
}
