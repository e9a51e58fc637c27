using System.Globalization;
using Meida.Booking.Data;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Booking.Products;

/// <summary>A product as it shall be; what is left out is not known.</summary>
/// <param name="SerialNumber">That of the path, or left out.</param>
/// <param name="Model">1-100 characters.</param>
/// <param name="Category">At most 50 characters.</param>
/// <param name="PurchasedOn"><c>YYYY-MM-DD</c>, not in the future.</param>
/// <param name="WarrantyMonths">0-240.</param>
/// <param name="ExtendedUntil"><c>YYYY-MM-DD</c>, the last day of an extended warranty.</param>
internal sealed record PutProductRequest(
    string? SerialNumber, string? Model, string? Category, string? PurchasedOn, int? WarrantyMonths, string? ExtendedUntil);

/// <summary>Adds a product or replaces what is known of it.</summary>
internal static class PutProduct
{
    public static async Task<Results<Ok<ProductResponse>, ProblemHttpResult>> Handle(
        string serialNumber, PutProductRequest request, BookingDbContext db, ProductStore store, TimeProvider clock, HttpContext http,
        CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var fields = ProductFields.Read(
            serialNumber, request.Model, request.Category, request.PurchasedOn, request.WarrantyMonths?.ToString(CultureInfo.InvariantCulture),
            request.ExtendedUntil, AppointmentSlots.Today(clock), errors);
        if (request.SerialNumber is { } named && !(SerialNumber.TryParse(named, out var same) && SerialNumber.Key(same) == SerialNumber.Key(fields?.SerialNumber ?? same)))
            errors.Add("serialNumber", "not-changeable", "Must be the one in the address.");
        if (fields is null || errors.Any)
            return errors.ToProblem();

        await store.Write(fields, http, cancel);
        return TypedResults.Ok((await db.Show([(await db.FindProduct(fields.SerialNumber, cancel))!], http, clock, cancel))[0]);
    }
}
