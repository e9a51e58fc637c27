using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Meida.Gateway.Tests.Accounts;

/// <summary>What was given out to an account ends with it: at this gateway and another, by cookie, token and open stream.</summary>
public sealed class AccountsTakenAwayTests : IAsyncLifetime
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    private GatewayApp _app = null!;
    private GatewayApp _twin = null!;
    private HttpClient _here = null!;
    private HttpClient _there = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await GatewayApp.Start();
        _twin = await _app.StartTwin();
        (_here, _there) = (_app.Client(), _twin.Client());
        await _app.AddUser("boss", "admin");
        await _app.AddUser("admin", "admin");
        _app.Services["tickets"].Answer = async http =>
        {
            if (http.Request.Path != "/api/tickets/stream")
                return false;
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("retry: 3000\n\n");
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
    }

    public async ValueTask DisposeAsync()
    {
        _here.Dispose();
        _there.Dispose();
        await _twin.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("update users set is_active = false where user_name = 'admin'")]
    [InlineData("update users set lockout_end = now() + interval '10 years' where user_name = 'admin'")]
    [InlineData("delete from users where user_name = 'admin'")]
    [InlineData("update users set security_stamp = 'another' where user_name = 'admin'")]
    public async Task An_account_that_is_taken_away_takes_everything_with_it_at_every_gateway(string sql)
    {
        var (cookie, bearer) = (await GatewayApp.SignIn(_here, "admin"), await GatewayApp.Token(_here, "admin"));
        using var cookieStream = await Open(_here, cookie, null);
        using var bearerStream = await Open(_there, null, bearer);
        foreach (var client in new[] { _here, _there })
            Assert.Equal((200, 200), await Answers(client, cookie, bearer));

        await _app.Execute(sql);

        var ends = Task.WhenAll(End(cookieStream), End(bearerStream)).WaitAsync(Promised);
        foreach (var client in new[] { _here, _there })
            await Eventually.Is(async () => Assert.Equal((401, 401), await Answers(client, cookie, bearer)), Promised);
        await ends;
    }

    [Fact]
    public async Task A_role_that_is_taken_away_is_gone_from_the_session_and_the_token_is_no_good()
    {
        var (cookie, bearer) = (await GatewayApp.SignIn(_here, "admin"), await GatewayApp.Token(_here, "admin"));
        foreach (var client in new[] { _here, _there })
            Assert.Equal((200, 200), await Answers(client, cookie, bearer));
        using var stream = await Open(_there, cookie, null);

        var boss = await GatewayApp.SignIn(_here, "boss");
        var id = await AccountEndpointTests.Id(_here, boss, "admin");
        using var changed = await GatewayApp.Send(_here, "PATCH", $"/api/accounts/{id}", boss, csrf: true, body: new StringContent("""{"roles":["agent"]}""", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);

        await End(stream).WaitAsync(Promised);
        foreach (var client in new[] { _here, _there })
        {
            await Eventually.Is(async () =>
            {
                using var me = await GatewayApp.Send(client, "GET", "/api/auth/me", cookie);
                Assert.Equal("agent", (await me.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("roles")[0].GetString());
            }, Promised);
            await GatewayApp.Problem(await GatewayApp.Send(client, "GET", "/api/accounts", cookie), 403, "forbidden");
            await GatewayApp.Problem(await GatewayApp.Send(client, "GET", "/api/audit-logs", bearer: bearer), 401, "unauthorized");
        }
    }

    [Fact]
    public async Task An_account_made_active_again_begins_anew()
    {
        var (cookie, bearer) = (await GatewayApp.SignIn(_here, "admin"), await GatewayApp.Token(_here, "admin"));
        var boss = await GatewayApp.SignIn(_here, "boss");
        var id = await AccountEndpointTests.Id(_here, boss, "admin");

        foreach (var isActive in new[] { false, true })
        {
            using var changed = await GatewayApp.Send(_here, "PATCH", $"/api/accounts/{id}", boss, csrf: true, body: JsonContent.Create(new { isActive }));
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
            using var login = await _here.PostAsJsonAsync("/api/auth/login", new { userName = "admin", password = GatewayApp.Password });
            Assert.Equal(isActive ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, login.StatusCode);
        }

        Assert.Equal((401, 401), await Answers(_here, cookie, bearer));
    }

    [Fact]
    public async Task Logging_out_at_one_gateway_ends_the_session_and_its_streams_at_another_in_seconds()
    {
        var cookie = await GatewayApp.SignIn(_here, "admin");
        using var stream = await Open(_there, cookie, null);

        using var logout = await GatewayApp.Send(_here, "POST", "/api/auth/logout", cookie, csrf: true);

        await End(stream).WaitAsync(Promised);
        await Eventually.Is(async () => Assert.Equal(HttpStatusCode.Unauthorized, (await GatewayApp.Send(_there, "GET", "/api/auth/me", cookie)).StatusCode), Promised);
    }

    [Fact]
    public async Task Somebody_locked_out_does_not_sign_in_and_is_not_told_why()
    {
        await _app.Execute("update users set lockout_end = now() + interval '10 years' where user_name = 'admin'");

        using var login = await _here.PostAsJsonAsync("/api/auth/login", new { userName = "admin", password = GatewayApp.Password });
        using var token = await _here.PostAsJsonAsync("/api/auth/token", new { userName = "admin", password = GatewayApp.Password });

        await GatewayApp.Problem(login, 401, "invalid-credentials");
        await GatewayApp.Problem(token, 401, "invalid-credentials");
    }

    [Fact]
    public async Task The_steady_state_asks_the_database_nothing_for_a_request()
    {
        await using var app = await GatewayApp.Start(fakeClock: true);
        using var client = app.Client();
        await app.AddUser("agent", "agent");
        var (cookie, bearer) = (await GatewayApp.SignIn(client, "agent"), await GatewayApp.Token(client, "agent"));
        await Answers(client, cookie, bearer);

        // Whoever asks the database now waits: its clock does not move, so nothing is due.
        await using var connection = new Npgsql.NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var locking = new Npgsql.NpgsqlCommand("lock table users, sessions in access exclusive mode", connection))
            await locking.ExecuteNonQueryAsync();

        for (var i = 0; i < 50; i++)
            Assert.Equal((200, 200), await Answers(client, cookie, bearer).WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private static async Task<(int Cookie, int Bearer)> Answers(HttpClient client, string cookie, string bearer)
    {
        using var withCookie = await GatewayApp.Send(client, "GET", "/api/auth/me", cookie);
        using var forwarded = await GatewayApp.Send(client, "GET", "/api/tickets", bearer: bearer);
        return ((int)withCookie.StatusCode, (int)forwarded.StatusCode);
    }

    private static async Task<StreamReader> Open(HttpClient client, string? cookie, string? bearer)
    {
        var response = await GatewayApp.Send(client, "GET", "/api/tickets/stream", cookie, bearer);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("retry: 3000", await reader.ReadLineAsync());
        return reader;
    }

    // To its end, not to a broken connection.
    private static async Task End(StreamReader stream) => Assert.Equal("", (await stream.ReadToEndAsync()).Trim());
}
