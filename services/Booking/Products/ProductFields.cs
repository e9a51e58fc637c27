using System.Globalization;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;

namespace Meida.Booking.Products;

/// <summary>What is written down of a product, checked.</summary>
internal sealed record ProductFields(
    string SerialNumber, string Model, string? Category, DateOnly? PurchasedOn, int? WarrantyMonths, DateOnly? ExtendedUntil)
{
    private const int MostMonths = 240;

    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy/M/d", "yyyy.M.d"];

    /// <summary>The last day of the manufacturer's warranty.</summary>
    public DateOnly? WarrantyUntil => WarrantyMonths is { } months ? PurchasedOn?.AddMonths(months) : null;

    /// <summary>Reads the fields as they stand in a request or in a line of a file.</summary>
    /// <returns>Null when one is wrong.</returns>
    public static ProductFields? Read(
        string? serialNumber, string? model, string? category, string? purchasedOn, string? warrantyMonths, string? extendedUntil,
        DateOnly today, FieldErrors errors)
    {
        errors.Add(SharedKernel.SerialNumber.CheckOptional("serialNumber", serialNumber, out var serial));
        if (!errors.Any && serial is null)
            errors.Add("serialNumber", "required", "Required.");
        errors.Add(RequestText.Check("model", model, 1, 100, multiline: false, out var cleanModel));
        errors.Add(RequestText.CheckOptional("category", category, 50, multiline: false, out var cleanCategory));
        var bought = ReadDate("purchasedOn", purchasedOn, errors);
        if (bought > today)
            errors.Add("purchasedOn", "range", "Must not be in the future.");
        var months = ReadMonths(warrantyMonths, errors);
        var extended = ReadDate("extendedUntil", extendedUntil, errors);
        if (extended < bought)
            errors.Add("extendedUntil", "range", "Must not be before the purchase.");
        return errors.Any ? null : new(serial!, cleanModel, cleanCategory, bought, months, extended);
    }

    private static int? ReadMonths(string? text, FieldErrors errors)
    {
        if (RequestText.Trim(text).Length == 0)
            return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var months) && months <= MostMonths)
            return months;
        errors.Add("warrantyMonths", "range", $"Must be a whole number from 0 to {MostMonths}.");
        return null;
    }

    private static DateOnly? ReadDate(string field, string? text, FieldErrors errors)
    {
        var trimmed = RequestText.Trim(text);
        if (trimmed.Length == 0)
            return null;
        // A year beyond all warranties would not fit any calendar once months are added.
        if (DateOnly.TryParseExact(trimmed, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1970 and <= 2200)
            return date;
        errors.Add(field, "format", "Must be a date like 2026-11-23.");
        return null;
    }
}
