using Microsoft.AspNetCore.Routing;

namespace Meida.Tickets.Tests.Features;

[Collection(nameof(TicketsService))]
public sealed class OpenApiTests(TicketsService service)
{
    [Fact]
    public async Task The_document_describes_every_route_of_the_api()
    {
        var document = await service.Anonymous.Read("/openapi/v1.json");
        var described = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToHashSet();
        var routes = service.Routes.Endpoints.OfType<RouteEndpoint>().Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
            .Where(path => path.StartsWith("/api/", StringComparison.Ordinal)).Distinct().ToList();

        Assert.Equal(22, routes.Count);
        Assert.All(routes, route => Assert.Contains(route, described));
        var ticket = document.GetProperty("components").GetProperty("schemas").GetProperty("TicketResponse").GetRawText();
        Assert.Contains("ticketNo", ticket, StringComparison.Ordinal);
        Assert.Contains("events", ticket, StringComparison.Ordinal);
    }
}
