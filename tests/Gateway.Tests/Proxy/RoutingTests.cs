using System.Net;

namespace Meida.Gateway.Tests.Proxy;

public sealed class RoutingTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private readonly GatewayApp _app = shared.App;

    [Theory]
    [InlineData("GET", "/api/public/centers", "booking")]
    [InlineData("POST", "/api/public/booking", "booking")]
    [InlineData("POST", "/api/public/booking/lookup", "booking")]
    [InlineData("GET", "/api/public/slots?centerId=1&date=2026-11-24", "booking")]
    [InlineData("GET", "/api/public/tickets/b2sgdGhpcyBpcyBhIHRva2Vu", "booking")]
    [InlineData("GET", "/api/public/tickets/b2sgdGhpcyBpcyBhIHRva2Vu/calendar.ics", "booking")]
    [InlineData("POST", "/api/public/tickets/b2sgdGhpcyBpcyBhIHRva2Vu/reschedule", "booking")]
    [InlineData("POST", "/api/public/tickets/b2sgdGhpcyBpcyBhIHRva2Vu/images", "files")]
    [InlineData("GET", "/api/public/products/SN-12345", "booking")]
    [InlineData("GET", "/api/products?q=SN", "booking")]
    [InlineData("PUT", "/api/products/SN-12345", "booking")]
    [InlineData("POST", "/api/products/import", "booking")]
    [InlineData("GET", "/api/tickets", "tickets")]
    [InlineData("GET", "/api/tickets?q=%E7%A9%BA%E8%B0%83&status=BOOKED&status=ASSIGNED", "tickets")]
    [InlineData("POST", "/api/tickets", "tickets")]
    [InlineData("GET", "/api/tickets/TK0123ABCD", "tickets")]
    [InlineData("PATCH", "/api/tickets/TK0123ABCD", "tickets")]
    [InlineData("POST", "/api/tickets/TK0123ABCD/assign", "tickets")]
    [InlineData("GET", "/api/tickets/stats", "tickets")]
    [InlineData("GET", "/api/tickets/export", "tickets")]
    [InlineData("GET", "/api/tickets/stream", "tickets")]
    [InlineData("GET", "/api/my-jobs", "tickets")]
    [InlineData("POST", "/api/tickets/TK0123ABCD/images", "files")]
    [InlineData("GET", "/api/tickets/TK0123ABCD/images", "files")]
    [InlineData("GET", "/api/tickets/TK0123ABCD/notices", "booking")]
    [InlineData("GET", "/api/files/ticket-receipt/1?size=thumb", "files")]
    [InlineData("GET", "/api/technicians", "technicians")]
    [InlineData("GET", "/api/technicians/1/schedule", "technicians")]
    [InlineData("GET", "/api/service-centers", "technicians")]
    public async Task Each_path_reaches_its_service_unchanged(string method, string path, string service)
    {
        using var client = _app.Client();

        using var response = await GatewayApp.Send(client, method, path);

        var echo = await Echo.Of(response);
        Assert.Equal((service, method), (echo.Service, echo.Method));
        Assert.Equal(Uri.UnescapeDataString(path), Uri.UnescapeDataString(echo.Target));
    }

    [Theory]
    [InlineData("GET", "/internal/technicians/by-user/tech1")]
    [InlineData("GET", "/internal/operations/messages")]
    [InlineData("POST", "/internal/operations/parked/redrive")]
    [InlineData("GET", "/api/tickets/../../internal/operations/assignments")]
    [InlineData("GET", "/api/internal")]
    [InlineData("GET", "/api/nope")]
    [InlineData("POST", "/api")]
    [InlineData("GET", "/assets/nope.js")]
    [InlineData("GET", "/nope")]
    [InlineData("GET", "/api/public/../../internal/technicians")]
    [InlineData("GET", "/api/tickets/%2e%2e/%2e%2e/internal/technicians")]
    public async Task What_has_no_route_is_a_404_problem_and_reaches_nobody(string method, string path)
    {
        using var client = _app.Client();
        var before = _app.Services.Values.Sum(service => service.Requests);

        using var response = await GatewayApp.Send(client, method, path);

        await GatewayApp.Problem(response, 404, "not-found");
        Assert.Equal(before, _app.Services.Values.Sum(service => service.Requests));
    }

    [Fact]
    public async Task The_services_refusals_go_through_as_they_are()
    {
        using var client = _app.Client();
        _app.Services["technicians"].Answer = async http =>
        {
            http.Response.StatusCode = http.Request.Method == "PUT" ? 405 : 409;
            http.Response.ContentType = "application/problem+json";
            await http.Response.Body.WriteAsync("""{"type":"urn:meida:problem:duplicate","status":409,"traceId":"t"}"""u8.ToArray());
            return true;
        };

        using var response = await GatewayApp.Send(client, "POST", "/api/technicians");
        using var method = await GatewayApp.Send(client, "PUT", "/api/technicians");
        _app.Services["technicians"].Answer = null;

        await GatewayApp.Problem(response, 409, "duplicate");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, method.StatusCode);
    }
}
