using System.Net;

namespace Meida.Gateway.Tests.Http;

public sealed class RateLimitTests : IAsyncLifetime
{
    private GatewayApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await GatewayApp.Start(new() { ["RateLimiting:Public:PermitLimit"] = "5" });
        _client = _app.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Past_the_limit_of_an_address_the_public_paths_are_429_whatever_the_client_says_it_is()
    {
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.OK, (await Call(i)).StatusCode);

        for (var i = 0; i < 3; i++)
        {
            using var refused = await Call(100 + i);
            await GatewayApp.Problem(refused, 429, "too-many-requests");
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        }
        Assert.Equal(5, _app.Services["booking"].Requests);

        Task<HttpResponseMessage> Call(int i) =>
            GatewayApp.Send(_client, "POST", "/api/public/booking", headers: ("X-Forwarded-For", $"203.0.113.{i}"));
    }

    [Fact]
    public async Task Looking_around_and_ones_own_ticket_use_up_no_booking()
    {
        for (var i = 0; i < 25; i++)
            Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync($"/api/public/{(i % 2 == 0 ? "slots" : "products/SN-1")}")).StatusCode);
        await GatewayApp.Problem(await _client.GetAsync("/api/public/tickets/abc"), 429, "too-many-requests");
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.OK, (await GatewayApp.Send(_client, "POST", "/api/public/tickets/abc/urge")).StatusCode);
        await GatewayApp.Problem(await GatewayApp.Send(_client, "POST", "/api/public/tickets/abc/urge"), 429, "too-many-requests");
        await GatewayApp.Problem(await GatewayApp.Send(_client, "POST", "/api/public/tickets/abc/images"), 429, "too-many-requests");

        Assert.Equal(HttpStatusCode.OK, (await GatewayApp.Send(_client, "POST", "/api/public/booking")).StatusCode);
    }

    [Fact]
    public async Task Other_paths_are_not_limited()
    {
        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("/api/tickets")).StatusCode);
    }
}
