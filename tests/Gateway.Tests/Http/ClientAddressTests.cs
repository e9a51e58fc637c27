using System.Net;
using Meida.Gateway.Http;

namespace Meida.Gateway.Tests.Http;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    public void An_address_is_counted_as_the_customer_it_belongs_to(string address, string key) =>
        Assert.Equal(key, ClientAddress.KeyOf(IPAddress.Parse(address)));

    [Fact]
    public async Task A_trusted_proxy_is_believed()
    {
        await using var app = await GatewayApp.Start(new() { ["TrustedProxies:0"] = "127.0.0.0/8", ["RateLimiting:Public:PermitLimit"] = "1" });
        using var client = app.Client();

        using var one = await GatewayApp.Send(client, "GET", "/api/public/centers", headers: [("X-Forwarded-For", "203.0.113.1"), ("X-Forwarded-Proto", "https")]);
        using var other = await GatewayApp.Send(client, "GET", "/api/public/centers", headers: ("X-Forwarded-For", "203.0.113.2"));

        var echo = await Echo.Of(one);
        Assert.Equal("203.0.113.1", echo.Header("X-Forwarded-For"));
        Assert.Equal("https", echo.Header("X-Forwarded-Proto"));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }
}
