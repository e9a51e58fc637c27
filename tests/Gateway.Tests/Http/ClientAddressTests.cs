using System.Net;

namespace Meida.Gateway.Tests.Http;

public sealed class ClientAddressTests
{
    [Fact]
    public async Task A_trusted_proxy_is_believed()
    {
        await using var app = await GatewayApp.Start(new() { ["TrustedProxies:0"] = "127.0.0.0/8", ["RateLimiting:Reading:PermitLimit"] = "1" });
        using var client = app.Client();

        using var one = await GatewayApp.Send(client, "GET", "/api/public/centers", headers: [("X-Forwarded-For", "203.0.113.1"), ("X-Forwarded-Proto", "https")]);
        using var other = await GatewayApp.Send(client, "GET", "/api/public/centers", headers: ("X-Forwarded-For", "203.0.113.2"));

        var echo = await Echo.Of(one);
        Assert.Equal("203.0.113.1", echo.Header("X-Forwarded-For"));
        Assert.Equal("https", echo.Header("X-Forwarded-Proto"));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }
}
