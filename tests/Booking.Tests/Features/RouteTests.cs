using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Meida.Booking.Tests.Features;

[Collection(nameof(BookingService))]
public sealed class RouteTests(BookingService service)
{
    // Customers do not sign in; the registry of products is for those who do.
    private static readonly string[] Public =
    [
        "GET /api/public/centers", "GET /api/public/products/{serialNumber}", "GET /api/public/regions", "GET /api/public/slots",
        "GET /api/public/tickets/{token}", "GET /api/public/tickets/{token}/calendar.ics", "POST /api/public/booking",
        "POST /api/public/booking/lookup", "POST /api/public/tickets/{token}/cancel", "POST /api/public/tickets/{token}/notices", "POST /api/public/tickets/{token}/rating",
        "POST /api/public/tickets/{token}/reschedule", "POST /api/public/tickets/{token}/urge",
    ];

    private static readonly string[] Signed =
    [
        "GET /api/products", "GET /api/products/{serialNumber}", "GET /api/tickets/{id}/notices", "POST /api/products/import", "PUT /api/products/{serialNumber}",
    ];

    [Fact]
    public void Exactly_the_public_routes_need_no_account()
    {
        var routes = service.Routes.Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal))
            .ToDictionary(route => $"{route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods[0]} {route.RoutePattern.RawText!.TrimEnd('/')}");

        Assert.Equal(Public.Concat(Signed).Order(StringComparer.Ordinal), routes.Keys.Order(StringComparer.Ordinal));
        Assert.All(Public, path => Assert.NotNull(routes[path].Metadata.GetMetadata<IAllowAnonymous>()));
        Assert.All(Signed, path => Assert.NotNull(routes[path].Metadata.GetMetadata<IAuthorizeData>()));
    }

    [Fact]
    public async Task Every_route_is_described()
    {
        var document = await service.Client.Read("/openapi/v1.json");
        foreach (var route in Public.Concat(Signed))
        {
            var (method, path) = (route.Split(' ')[0].ToLowerInvariant(), route.Split(' ')[1]);
            Assert.NotEmpty(document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("summary").GetString()!);
        }
    }

    [Fact]
    public async Task What_is_no_route_is_a_problem_too()
    {
        using var unknown = await service.Client.GetAsync(new Uri("/api/public/nothing", UriKind.Relative));
        using var wrongMethod = await service.Client.DeleteAsync(new Uri("/api/public/booking", UriKind.Relative));

        await unknown.Problem(HttpStatusCode.NotFound);
        await wrongMethod.Problem(HttpStatusCode.MethodNotAllowed);
    }
}
