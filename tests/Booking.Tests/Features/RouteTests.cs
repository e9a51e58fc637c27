using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Meida.Booking.Tests.Features;

[Collection(nameof(BookingService))]
public sealed class RouteTests(BookingService service)
{
    // Every route of the service is for customers: no sign-in, and no other route.
    private static readonly string[] Public =
    [
        "GET /api/public/centers", "GET /api/public/regions", "GET /api/public/slots", "POST /api/public/booking", "POST /api/public/booking/lookup",
    ];

    [Fact]
    public void Exactly_the_public_routes_exist_and_need_no_account()
    {
        var routes = service.Routes.Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal))
            .ToDictionary(route => $"{route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods[0]} {route.RoutePattern.RawText}");

        Assert.Equal(Public, routes.Keys.Order(StringComparer.Ordinal));
        Assert.All(routes.Values, route => Assert.NotNull(route.Metadata.GetMetadata<IAllowAnonymous>()));
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
