using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Meida.Gateway.Tests.Proxy;

public sealed class ForwardedRequestTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private readonly GatewayApp _app = shared.App;

    [Fact]
    public async Task A_session_becomes_a_short_lived_token_and_the_cookie_stays_here()
    {
        using var client = _app.Client();
        var cookie = await GatewayApp.SignIn(client, "agent");

        var echo = await Echo.Of(await GatewayApp.Send(client, "GET", "/api/tickets", cookie));

        Assert.Null(echo.Header("Cookie"));
        var token = new JsonWebToken(echo.Header("Authorization")!["Bearer ".Length..]);
        Assert.Equal("agent", token.GetClaim("name").Value);
        Assert.Equal("meida-gateway", token.Issuer);
        Assert.Equal(TimeSpan.FromMinutes(5), token.ValidTo - token.ValidFrom);
    }

    [Fact]
    public async Task A_clients_own_token_goes_through_as_it_is_even_a_bad_one()
    {
        using var client = _app.Client();
        var cookie = await GatewayApp.SignIn(client, "agent");

        var echo = await Echo.Of(await GatewayApp.Send(client, "GET", "/api/tickets", cookie, bearer: "whatever"));

        Assert.Equal("Bearer whatever", echo.Header("Authorization"));
        Assert.Null(echo.Header("Cookie"));
    }

    [Fact]
    public async Task A_session_that_ended_forwards_nobody()
    {
        using var client = _app.Client();

        var echo = await Echo.Of(await GatewayApp.Send(client, "GET", "/api/tickets", "meida=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));

        Assert.Null(echo.Header("Authorization"));
        Assert.Null(echo.Header("Cookie"));
    }

    [Fact]
    public async Task Where_a_request_is_from_is_what_the_gateway_saw()
    {
        using var client = _app.Client();

        var echo = await Echo.Of(await GatewayApp.Send(client, "GET", "/api/tickets", headers:
        [
            ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"),
            ("Forwarded", "for=203.0.113.9"), ("X-Real-IP", "203.0.113.9"),
        ]));

        Assert.Equal("127.0.0.1", echo.Header("X-Forwarded-For"));
        Assert.Equal("http", echo.Header("X-Forwarded-Proto"));
        Assert.Equal(_app.BaseAddress.Authority, echo.Header("X-Forwarded-Host"));
        Assert.Null(echo.Header("Forwarded"));
        Assert.Null(echo.Header("X-Real-IP"));
    }

    [Fact]
    public async Task A_signed_in_request_carries_a_proof_of_its_address_and_no_other_word_for_it()
    {
        using var client = _app.Client();
        var cookie = await GatewayApp.SignIn(client, "agent");

        var signedIn = await Echo.Of(await GatewayApp.Send(client, "GET", "/api/tickets", cookie, headers: ("X-Client-Address-Proof", "203.0.113.9")));
        var anonymous = await Echo.Of(await GatewayApp.Send(client, "GET", "/api/public/centers", headers: ("X-Client-Address-Proof", "203.0.113.9")));

        var proof = new JsonWebToken(signedIn.Header("X-Client-Address-Proof"));
        Assert.Equal(("127.0.0.1", "meida-client-address"), (proof.GetClaim("address").Value, proof.Audiences.Single()));
        Assert.Equal(TimeSpan.FromMinutes(2), proof.ValidTo - proof.ValidFrom);
        Assert.Null(anonymous.Header("X-Client-Address-Proof"));
        var guess = await Echo.Of(await GatewayApp.Send(client, "GET", "/api/public/tickets/abc", headers: ("X-Client-Address-Proof", "203.0.113.9")));
        Assert.Equal("127.0.0.1", new JsonWebToken(guess.Header("X-Client-Address-Proof")).GetClaim("address").Value);
    }

    [Fact]
    public async Task The_trace_goes_on()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        // By hand: an HttpClient in this process has traces of its own.
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, _app.BaseAddress.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /api/tickets HTTP/1.1\r\nHost: localhost\r\ntraceparent: 00-{Trace}-b7ad6b7169203331-01\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);

        var answer = await reader.ReadToEndAsync();

        Assert.Contains($"\"00-{Trace}-", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("b7ad6b7169203331", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_commands_need_goes_through_both_ways()
    {
        using var client = _app.Client();
        _app.Services["tickets"].Answer = http =>
        {
            http.Response.Headers.ETag = "\"8\"";
            http.Response.Headers.Location = "/api/tickets/1";
            http.Response.Headers["Idempotency-Replayed"] = "true";
            http.Response.Headers.Server = "secret/1.0";
            return Task.FromResult(false);
        };

        using var response = await GatewayApp.Send(
            client, "POST", "/api/tickets/1/confirm", body: JsonContent.Create(new { }), headers: [("If-Match", "\"7\""), ("Idempotency-Key", "k-1")]);
        _app.Services["tickets"].Answer = null;

        var echo = await Echo.Of(response);
        Assert.Equal("\"7\"", echo.Header("If-Match"));
        Assert.Equal("k-1", echo.Header("Idempotency-Key"));
        Assert.Equal(2, echo.BodySize);
        Assert.Equal("\"8\"", response.Headers.ETag?.Tag);
        Assert.Equal("/api/tickets/1", response.Headers.Location?.ToString());
        Assert.Equal("true", response.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task A_technicians_token_names_the_technician_that_Technicians_knows_and_the_last_known_one_while_it_is_away()
    {
        await using var app = await GatewayApp.Start(fakeClock: true);
        using var client = app.Client();
        await app.AddUser("tech9", "technician");
        var technician = Guid.CreateVersion7();
        app.Services["technicians"].Answer = async http =>
        {
            Assert.Equal("/internal/technicians/by-user/tech9", http.Request.Path);
            Assert.Equal("system", new JsonWebToken(http.Request.Headers.Authorization.ToString()["Bearer ".Length..]).GetClaim("role").Value);
            await http.Response.WriteAsJsonAsync(new { technicianId = technician });
            return true;
        };

        var cookie = await GatewayApp.SignIn(client, "tech9");
        Assert.Equal(technician, await TechnicianOf(app, client, cookie));
        Assert.Equal(technician, await app.Query(db => db.Users.Select(user => user.TechnicianId).SingleAsync()));

        await app.Services["technicians"].Stop();
        app.Clock!.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(technician, await TechnicianOf(app, client, cookie));

        app.Services["technicians"].Answer = http =>
        {
            http.Response.StatusCode = 404;
            return Task.FromResult(true);
        };
        await app.Services["technicians"].Start();
        app.Clock!.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await TechnicianOf(app, client, cookie));
    }

    private static async Task<Guid?> TechnicianOf(GatewayApp app, HttpClient client, string cookie)
    {
        var me = await (await GatewayApp.Send(client, "GET", "/api/auth/me", cookie)).Content.ReadFromJsonAsync<JsonElement>();
        var echo = await Echo.Of(await GatewayApp.Send(client, "GET", "/api/my-jobs", cookie));
        var token = new JsonWebToken(echo.Header("Authorization")!["Bearer ".Length..]);
        Guid? inToken = token.TryGetPayloadValue<string>("technician_id", out var id) ? Guid.Parse(id) : null;
        var inMe = me.GetProperty("technicianId");
        Assert.Equal(inToken, inMe.ValueKind == JsonValueKind.Null ? null : inMe.GetGuid());
        return inToken;
    }
}
