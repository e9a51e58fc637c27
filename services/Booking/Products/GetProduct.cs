using Meida.Booking.Data;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Booking.Products;

/// <summary>One product with its whole history.</summary>
internal static class GetProduct
{
    public static async Task<Results<Ok<ProductResponse>, ProblemHttpResult>> Handle(
        string serialNumber, BookingDbContext db, TimeProvider clock, HttpContext http, CancellationToken cancel)
    {
        var product = SerialNumber.TryParse(serialNumber, out var serial) ? await db.FindProduct(serial, cancel) : null;
        return product is null
            ? Problems.NotFound("There is no such product.")
            : TypedResults.Ok((await db.Show([product], http, clock, cancel))[0]);
    }
}

/// <summary>What anybody who holds a product in hands may know of it.</summary>
/// <param name="SerialNumber">As it was registered.</param>
/// <param name="Model">Its model.</param>
/// <param name="Category">What kind of appliance it is.</param>
/// <param name="Coverage">Whether a repair is covered today.</param>
/// <param name="WarrantyUntil">The last day of the manufacturer's warranty.</param>
/// <param name="ExtendedUntil">The last day of an extended warranty.</param>
internal sealed record PublicProduct(
    string SerialNumber, string Model, string? Category, Coverage Coverage, DateOnly? WarrantyUntil, DateOnly? ExtendedUntil);

/// <summary>A product for a customer who is about to book.</summary>
internal static class GetPublicProduct
{
    public static async Task<Results<Ok<PublicProduct>, ProblemHttpResult>> Handle(
        string serialNumber, BookingDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        var product = SerialNumber.TryParse(serialNumber, out var serial) ? await db.FindProduct(serial, cancel) : null;
        return product is null
            ? Problems.NotFound("There is no such product.")
            : TypedResults.Ok(new PublicProduct(
                product.SerialNumber, product.Model, product.Category, product.CoverageOn(AppointmentSlots.Today(clock)), product.WarrantyUntil,
                product.ExtendedUntil));
    }
}
