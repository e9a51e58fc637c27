using System.Net;
using System.Net.Http.Json;
using Meida.Gateway.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Meida.Gateway.Tests.SignIn;

public sealed class PasswordTests : IAsyncLifetime
{
    private const string New = "Seven-Green-Lamps";

    private GatewayApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await GatewayApp.Start();
        _client = _app.Client();
        await _app.AddUser("agent", "agent");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_new_password_ends_every_other_session_and_every_token()
    {
        var (own, other) = (await GatewayApp.SignIn(_client, "agent"), await GatewayApp.SignIn(_client, "agent"));
        var token = await GatewayApp.Token(_client, "agent");
        foreach (var cookie in new[] { own, other })
            Assert.Equal(HttpStatusCode.OK, (await GatewayApp.Send(_client, "GET", "/api/auth/me", cookie)).StatusCode);

        using var changed = await Change(own, GatewayApp.Password, New);

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GatewayApp.Send(_client, "GET", "/api/auth/me", own)).StatusCode);
        await GatewayApp.Problem(await GatewayApp.Send(_client, "GET", "/api/auth/me", other), 401, "unauthorized");
        await GatewayApp.Problem(await GatewayApp.Send(_client, "GET", "/api/tickets", bearer: token), 401, "unauthorized");
        await GatewayApp.SignIn(_client, "agent", New);
    }

    [Theory]
    [InlineData("short-Horse", "length")]
    [InlineData("password1234", "leaked")]
    [InlineData(GatewayApp.Password, "unchanged")]
    [InlineData("", "required")]
    [InlineData("Seven-Green-\u0000Lamps", "control-characters")]
    public async Task A_password_that_is_no_good_is_refused_with_the_reason(string password, string code)
    {
        var cookie = await GatewayApp.SignIn(_client, "agent");

        using var response = await Change(cookie, GatewayApp.Password, password);

        var problem = await GatewayApp.Problem(response, 400, "validation");
        Assert.Equal([code], problem.GetProperty("codes").GetProperty("newPassword").EnumerateArray().Select(item => item.GetString()));
    }

    [Fact]
    public async Task The_current_password_is_asked_for_and_cannot_be_guessed_here_either()
    {
        var cookie = await GatewayApp.SignIn(_client, "agent");

        for (var i = 0; i < 10; i++)
            await GatewayApp.Problem(await Change(cookie, $"wrong-{i}", New), 401, "invalid-credentials");

        await GatewayApp.Problem(await Change(cookie, GatewayApp.Password, New), 429, "too-many-attempts");
    }

    [Fact]
    public async Task It_takes_being_signed_in_and_the_csrf_header()
    {
        var cookie = await GatewayApp.SignIn(_client, "agent");
        var body = new { currentPassword = GatewayApp.Password, newPassword = New };

        using var nobody = await GatewayApp.Send(_client, "POST", "/api/auth/password", body: JsonContent.Create(body));
        using var forged = await GatewayApp.Send(_client, "POST", "/api/auth/password", cookie, body: JsonContent.Create(body));

        await GatewayApp.Problem(nobody, 401, "unauthorized");
        await GatewayApp.Problem(forged, 403, "csrf");
    }

    [Fact]
    public async Task A_hash_of_earlier_times_is_made_anew_at_sign_in_and_no_session_ends_of_it()
    {
        var cookie = await GatewayApp.SignIn(_client, "agent");
        var old = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 100_000 }))
            .HashPassword(new User { DisplayName = "", Roles = [] }, GatewayApp.Password);
        await _app.Execute("update users set password_hash = $1", old);

        await GatewayApp.Token(_client, "agent");

        var hash = await _app.Query(db => db.Users.Select(user => user.PasswordHash!).SingleAsync());
        Assert.NotEqual(old, hash);
        Assert.Equal(210_000u, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(Convert.FromBase64String(hash).AsSpan(5)));
        await GatewayApp.Token(_client, "agent");
        Assert.Equal(hash, await _app.Query(db => db.Users.Select(user => user.PasswordHash!).SingleAsync()));
        Assert.Equal(HttpStatusCode.OK, (await GatewayApp.Send(_client, "GET", "/api/auth/me", cookie)).StatusCode);
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_of_the_cookie_that_came_along()
    {
        var old = await GatewayApp.SignIn(_client, "agent");

        using var again = await GatewayApp.Send(
            _client, "POST", "/api/auth/login", old, body: JsonContent.Create(new { userName = "agent", password = GatewayApp.Password }));

        var fresh = again.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        Assert.NotEqual(old, fresh);
        await GatewayApp.Problem(await GatewayApp.Send(_client, "GET", "/api/auth/me", old), 401, "unauthorized");
        Assert.Equal(HttpStatusCode.OK, (await GatewayApp.Send(_client, "GET", "/api/auth/me", fresh)).StatusCode);
    }

    [Fact]
    public async Task Logging_out_tells_the_browser_to_forget_what_it_keeps_of_us()
    {
        var cookie = await GatewayApp.SignIn(_client, "agent");

        using var logout = await GatewayApp.Send(_client, "POST", "/api/auth/logout", cookie, csrf: true);

        Assert.Equal("\"cookies\", \"storage\"", string.Join(", ", logout.Headers.GetValues("Clear-Site-Data")));
    }

    private Task<HttpResponseMessage> Change(string cookie, string currentPassword, string newPassword) => GatewayApp.Send(
        _client, "POST", "/api/auth/password", cookie, csrf: true, body: JsonContent.Create(new { currentPassword, newPassword }));
}
