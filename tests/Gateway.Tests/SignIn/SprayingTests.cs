using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;

namespace Meida.Gateway.Tests.SignIn;

/// <summary>Guessing that is spread over addresses or accounts, and what it must not do to those who sign in rightly.</summary>
public sealed class SprayingTests : IAsyncLifetime
{
    private GatewayApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await GatewayApp.Start(new()
        {
            ["Auth:Lockout:MaxFailures"] = "4",
            ["Auth:Lockout:MaxFailuresPerAddress"] = "8",
            ["Auth:Lockout:MaxFailuresPerAccount"] = "6",
        }, fakeClock: true);
        await _app.AddUser("agent", "agent");
        await _app.AddUser("ops", "ops_manager");
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task One_account_guessed_from_many_addresses_is_refused_and_its_owner_still_signs_in_where_he_is_known()
    {
        using var known = _app.Client("127.0.0.200");
        await GatewayApp.SignIn(known, "ops");

        var statuses = new List<HttpStatusCode>();
        for (var i = 1; i <= 12; i++)
            statuses.Add((await Try($"127.0.0.{i}", "ops", "wrong-password")).StatusCode);

        Assert.Equal(6, statuses.Count(status => status == HttpStatusCode.Unauthorized));
        Assert.All(statuses.Skip(6), status => Assert.Equal(HttpStatusCode.TooManyRequests, status));
        using var stranger = await Try("127.0.0.99", "ops", GatewayApp.Password);
        await GatewayApp.Problem(stranger, 429, "too-many-attempts");
        Assert.InRange(stranger.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
        await GatewayApp.SignIn(known, "ops");

        _app.Clock!.Advance(stranger.Headers.RetryAfter!.Delta!.Value);
        Assert.Equal(HttpStatusCode.OK, (await Try("127.0.0.99", "ops", GatewayApp.Password)).StatusCode);
    }

    [Fact]
    public async Task Many_accounts_guessed_from_one_address_are_refused_there_and_nowhere_else()
    {
        using var here = _app.Client("127.0.0.7");
        await GatewayApp.SignIn(here, "agent");

        for (var i = 0; i < 8; i++)
            await GatewayApp.Problem(await Try("127.0.0.7", $"nobody-{i}", "wrong-password"), 401, "invalid-credentials");
        using var refused = await Try("127.0.0.7", "ops", GatewayApp.Password);

        await GatewayApp.Problem(refused, 429, "too-many-attempts");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.OK, (await Try("127.0.0.8", "ops", GatewayApp.Password)).StatusCode);
        await GatewayApp.SignIn(here, "agent");
    }

    [Fact]
    public async Task All_gateways_count_together()
    {
        await using var twin = await _app.StartTwin(new() { ["Auth:Lockout:MaxFailures"] = "4" });
        using var other = twin.Client("127.0.0.5");
        // The twin's clock runs; this one's stands still, a moment before.
        for (var i = 0; i < 2; i++)
        {
            await GatewayApp.Problem(await Try("127.0.0.5", "agent", "wrong-password"), 401, "invalid-credentials");
            await GatewayApp.Problem(await other.PostAsJsonAsync("/api/auth/login", new { userName = "agent", password = "wrong-password" }), 401, "invalid-credentials");
        }

        await GatewayApp.Problem(await Try("127.0.0.5", "agent", GatewayApp.Password), 429, "too-many-attempts");
        await GatewayApp.Problem(await other.PostAsJsonAsync("/api/auth/login", new { userName = "agent", password = GatewayApp.Password }), 429, "too-many-attempts");
    }

    [Fact]
    public async Task A_flood_of_invented_names_from_one_address_leaves_few_rows_and_what_is_over_is_removed()
    {
        for (var i = 0; i < 30; i++)
            await Try("127.0.0.9", $"invented-{i}", "wrong-password");
        Assert.InRange(await Rows(), 1, 20);

        _app.Clock!.Advance(TimeSpan.FromHours(1));
        await Eventually.Is(async () => Assert.Equal(0, await Rows()));

        Task<long> Rows() => _app.Database.Scalar<long>("select count(*) from sign_in_counters");
    }

    [Fact]
    public async Task Bodies_that_do_not_arrive_keep_nobody_from_signing_in()
    {
        var slow = new List<TcpClient>();
        for (var i = 0; i < 60; i++)
        {
            var connection = new TcpClient();
            await connection.ConnectAsync(IPAddress.Loopback, _app.BaseAddress.Port);
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                "POST /api/auth/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{\"userName\":"));
            slow.Add(connection);
        }

        using var client = _app.Client();
        await GatewayApp.SignIn(client, "agent").WaitAsync(TimeSpan.FromSeconds(20));

        slow.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task Who_floods_from_one_address_does_not_take_everybodys_turn()
    {
        using var flooding = new CancellationTokenSource();
        using var attacker = _app.Client("127.0.0.66");
        var flood = Task.WhenAll(Enumerable.Range(0, 40).Select(async worker =>
        {
            for (var i = 0; !flooding.IsCancellationRequested; i++)
                (await attacker.PostAsJsonAsync("/api/auth/token", new { userName = string.Create(CultureInfo.InvariantCulture, $"x{worker}-{i}"), password = "wrong-password" })).Dispose();
        }));

        using var client = _app.Client("127.0.0.67");
        for (var i = 0; i < 5; i++)
            await GatewayApp.Token(client, "agent");

        await flooding.CancelAsync();
        await flood;
    }

    private async Task<HttpResponseMessage> Try(string from, string userName, string password)
    {
        using var client = _app.Client(from);
        var response = await client.PostAsJsonAsync("/api/auth/login", new { userName, password });
        await response.Content.LoadIntoBufferAsync();
        return response;
    }
}
