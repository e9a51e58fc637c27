using System.Net;
using Meida.Gateway.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.Gateway.Tests.SignIn;

public sealed class SessionTests : IAsyncLifetime
{
    private GatewayApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await GatewayApp.Start(fakeClock: true);
        _client = _app.Client();
        await _app.AddUser("agent", "agent");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Logging_out_ends_the_session_for_a_copied_cookie_too()
    {
        var cookie = await GatewayApp.SignIn(_client, "agent");

        using var logout = await GatewayApp.Send(_client, "POST", "/api/auth/logout", cookie, csrf: true);
        using var after = await GatewayApp.Send(_client, "GET", "/api/auth/me", cookie);

        Assert.Equal(HttpStatusCode.NoContent, logout.StatusCode);
        Assert.Contains("meida=;", logout.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        await GatewayApp.Problem(after, 401, "unauthorized");
        Assert.Equal(0, await _app.Query(db => db.Sessions.CountAsync()));
    }

    [Fact]
    public async Task A_request_that_found_the_session_before_it_ended_does_not_bring_it_back()
    {
        await _app.AddUser("tech", "technician");
        var cookie = await GatewayApp.SignIn(_client, "tech");
        var (asked, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        // A technician's session is read from the database first; then Technicians is asked, and here keeps the first waiting.
        _app.Services["technicians"].Answer = async _ =>
        {
            if (asked.TrySetResult())
                await ended.Task;
            return false;
        };

        var early = GatewayApp.Send(_client, "GET", "/api/auth/me", cookie);
        await asked.Task;
        using var logout = await GatewayApp.Send(_client, "POST", "/api/auth/logout", cookie, csrf: true);
        ended.SetResult();
        using var finished = await early;
        using var after = await GatewayApp.Send(_client, "GET", "/api/auth/me", cookie);

        Assert.Equal(HttpStatusCode.NoContent, logout.StatusCode);
        await GatewayApp.Problem(after, 401, "unauthorized");
    }

    [Fact]
    public async Task Logging_out_at_one_gateway_reaches_another_within_the_minute_of_its_memory()
    {
        await using var twin = await _app.StartTwin();
        using var other = twin.Client();
        var cookie = await GatewayApp.SignIn(other, "agent");
        Assert.Equal(HttpStatusCode.OK, (await GatewayApp.Send(_client, "GET", "/api/auth/me", cookie)).StatusCode);

        using var logout = await GatewayApp.Send(other, "POST", "/api/auth/logout", cookie, csrf: true);
        _app.Clock!.Advance(TimeSpan.FromSeconds(61));
        using var after = await GatewayApp.Send(_client, "GET", "/api/auth/me", cookie);

        await GatewayApp.Problem(after, 401, "unauthorized");
    }

    [Fact]
    public async Task Logging_out_twice_or_never_signed_in_is_401()
    {
        using var response = await GatewayApp.Send(_client, "POST", "/api/auth/logout", csrf: true);

        await GatewayApp.Problem(response, 401, "unauthorized");
    }

    [Fact]
    public async Task A_program_can_log_out_without_the_csrf_header()
    {
        var token = await GatewayApp.Token(_client, "agent");

        using var response = await GatewayApp.Send(_client, "POST", "/api/auth/logout", bearer: token);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task A_session_ends_when_nobody_uses_it()
    {
        var cookie = await GatewayApp.SignIn(_client, "agent");

        _app.Clock!.Advance(TimeSpan.FromHours(13));
        using var response = await GatewayApp.Send(_client, "GET", "/api/auth/me", cookie);

        await GatewayApp.Problem(response, 401, "unauthorized");
    }

    [Fact]
    public async Task A_session_in_use_goes_on_past_the_idle_time_but_not_for_ever()
    {
        var cookie = await GatewayApp.SignIn(_client, "agent");

        for (var hours = 10; hours < 7 * 24; hours += 10)
        {
            _app.Clock!.Advance(TimeSpan.FromHours(10));
            using var during = await GatewayApp.Send(_client, "GET", "/api/auth/me", cookie);
            Assert.Equal(HttpStatusCode.OK, during.StatusCode);
        }
        _app.Clock!.Advance(TimeSpan.FromHours(10));
        using var after = await GatewayApp.Send(_client, "GET", "/api/auth/me", cookie);

        await GatewayApp.Problem(after, 401, "unauthorized");
    }

    [Fact]
    public async Task A_token_for_programs_expires()
    {
        var token = await GatewayApp.Token(_client, "agent");

        _app.Clock!.Advance(TimeSpan.FromMinutes(4));
        using var before = await GatewayApp.Send(_client, "GET", "/api/auth/me", bearer: token);
        _app.Clock!.Advance(TimeSpan.FromMinutes(2));
        using var after = await GatewayApp.Send(_client, "GET", "/api/auth/me", bearer: token);

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await GatewayApp.Problem(after, 401, "unauthorized");
    }

    [Fact]
    public async Task A_changed_password_ends_the_sessions_begun_with_the_old_one()
    {
        var cookie = await GatewayApp.SignIn(_client, "agent");
        await using (var scope = _app.Provider.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
            var user = await users.FindByNameAsync("agent");
            Assert.True((await users.ChangePasswordAsync(user!, GatewayApp.Password, "Another-Horse-8")).Succeeded);
        }

        _app.Clock!.Advance(TimeSpan.FromSeconds(61));
        using var response = await GatewayApp.Send(_client, "GET", "/api/auth/me", cookie);

        await GatewayApp.Problem(response, 401, "unauthorized");
    }

    [Fact]
    public async Task The_database_holds_no_cookie_that_would_sign_in()
    {
        var cookie = await GatewayApp.SignIn(_client, "agent");

        var id = await _app.Query(db => db.Sessions.Select(session => session.Id).SingleAsync());

        Assert.DoesNotContain(cookie.Split('=')[1], id, StringComparison.Ordinal);
        using var response = await GatewayApp.Send(_client, "GET", "/api/auth/me", $"meida={id}");
        await GatewayApp.Problem(response, 401, "unauthorized");
    }
}
