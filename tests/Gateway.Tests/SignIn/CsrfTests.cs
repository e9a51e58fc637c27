using System.Net;
using System.Net.Http.Json;

namespace Meida.Gateway.Tests.SignIn;

public sealed class CsrfTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private readonly GatewayApp _app = shared.App;

    [Theory]
    [InlineData("POST", "/api/tickets/TK12345678/confirm")]
    [InlineData("PATCH", "/api/tickets/TK12345678")]
    [InlineData("POST", "/api/tickets/TK12345678/images")]
    [InlineData("POST", "/api/technicians")]
    [InlineData("DELETE", "/api/technicians/1")]
    [InlineData("POST", "/api/auth/logout")]
    public async Task An_unsafe_method_with_the_cookie_needs_the_header_and_nothing_is_forwarded_without(string method, string path)
    {
        using var client = _app.Client();
        var cookie = await GatewayApp.SignIn(client, "admin");
        var before = _app.Services.Values.Sum(service => service.Requests);

        using var without = await GatewayApp.Send(client, method, path, cookie);
        using var wrong = await GatewayApp.Send(client, method, path, cookie, headers: ("X-CSRF", "0"));

        await GatewayApp.Problem(without, 403, "csrf");
        await GatewayApp.Problem(wrong, 403, "csrf");
        Assert.Equal(before, _app.Services.Values.Sum(service => service.Requests));
        using var with = await GatewayApp.Send(client, method, path, cookie, csrf: true);
        Assert.True(with.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Reading_with_the_cookie_needs_no_header()
    {
        using var client = _app.Client();
        var cookie = await GatewayApp.SignIn(client, "admin");

        using var response = await GatewayApp.Send(client, "GET", "/api/tickets", cookie);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_bearer_token_needs_no_header_with_or_without_a_cookie()
    {
        using var client = _app.Client();
        var cookie = await GatewayApp.SignIn(client, "admin");
        var token = await GatewayApp.Token(client, "ops");

        using var response = await GatewayApp.Send(client, "POST", "/api/tickets/1/confirm", cookie, bearer: token);

        Assert.Equal($"Bearer {token}", (await Echo.Of(response)).Header("Authorization"));
    }

    [Fact]
    public async Task Public_paths_and_signing_in_again_do_not_act_for_the_cookie_and_need_no_header()
    {
        using var client = _app.Client();
        var cookie = await GatewayApp.SignIn(client, "admin");

        using var booking = await GatewayApp.Send(client, "POST", "/api/public/booking", cookie);
        using var login = await GatewayApp.Send(
            client, "POST", "/api/auth/login", cookie, body: JsonContent.Create(new { userName = "agent", password = GatewayApp.Password }));

        Assert.Null((await Echo.Of(booking)).Header("Authorization"));
        Assert.Equal(HttpStatusCode.OK, login.StatusCode);
    }
}
