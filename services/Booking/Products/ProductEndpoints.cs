using Meida.Booking.Features;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Http;
using Microsoft.AspNetCore.Mvc;

namespace Meida.Booking.Products;

/// <summary>The registry of products.</summary>
internal static class ProductEndpoints
{
    public static void MapProductEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/public/products/{serialNumber}", GetPublicProduct.Handle).WithTags("Products").AllowAnonymous()
            .Described(nameof(GetPublicProduct), "A product's model and warranty; nothing about its owner", 404);

        var products = app.MapGroup("/api/products").WithTags("Products").RequireAuthorization(Permissions.TicketsRead)
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403);
        products.MapGet("", ListProducts.Handle).Described(nameof(ListProducts), "Products, the last changed first");
        products.MapGet("/{serialNumber}", GetProduct.Handle).Described(nameof(GetProduct), "A product with its service history", 404);
        products.MapPut("/{serialNumber}", PutProduct.Handle).CannotChange("warrantyUntil", "coverage", "tickets")
            .RequireAuthorization(Permissions.ProductsWrite).Described(nameof(PutProduct), "Add a product or replace what is known of it");
        products.MapPost("/import", ImportProducts.Handle).RequireAuthorization(Permissions.ProductsWrite)
            .WithMetadata(new RequestSizeLimitAttribute(ImportProducts.LargestFile), StreamedBody.Instance)
            .Accepts<string>("text/csv").Described(nameof(ImportProducts), "Take products from a file; each refused line is named", 413, 415);
    }
}
