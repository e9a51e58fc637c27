using System.Net;
using System.Net.Http.Json;

namespace Meida.Gateway.Tests.SignIn;

public sealed class LockoutTests : IAsyncLifetime
{
    private GatewayApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await GatewayApp.Start(new() { ["Auth:Lockout:MaxFailures"] = "3" }, fakeClock: true);
        _client = _app.Client();
        await _app.AddUser("agent", "agent");
        await _app.AddUser("admin", "admin");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task After_repeated_failures_even_the_right_password_has_to_wait_as_long_as_told()
    {
        for (var i = 0; i < 3; i++)
            await GatewayApp.Problem(await Try("agent", "wrong-password"), 401, "invalid-credentials");

        using var locked = await Try("agent", GatewayApp.Password);
        await GatewayApp.Problem(locked, 429, "too-many-attempts");
        var wait = locked.Headers.RetryAfter!.Delta!.Value;
        Assert.InRange(wait, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

        _app.Clock!.Advance(wait);
        using var after = await Try("agent", GatewayApp.Password);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Another_spelling_of_the_name_counts_as_the_same_account()
    {
        foreach (var name in new[] { "agent", "AGENT", "Agent" })
            await GatewayApp.Problem(await Try(name, "wrong-password"), 401, "invalid-credentials");

        await GatewayApp.Problem(await Try("aGENT", GatewayApp.Password), 429, "too-many-attempts");
    }

    [Fact]
    public async Task Other_accounts_are_not_locked_and_unknown_ones_lock_like_known_ones()
    {
        for (var i = 0; i < 3; i++)
            await GatewayApp.Problem(await Try("nobody", "wrong-password"), 401, "invalid-credentials");

        await GatewayApp.Problem(await Try("nobody", "wrong-password"), 429, "too-many-attempts");
        Assert.Equal(HttpStatusCode.OK, (await Try("admin", GatewayApp.Password)).StatusCode);
    }

    [Fact]
    public async Task Signing_in_forgets_the_failures_before()
    {
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 2; i++)
                await GatewayApp.Problem(await Try("agent", "wrong-password"), 401, "invalid-credentials");
            Assert.Equal(HttpStatusCode.OK, (await Try("agent", GatewayApp.Password)).StatusCode);
        }
    }

    [Fact]
    public async Task Tries_side_by_side_do_not_get_past_the_limit()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Try("agent", "wrong-password")));

        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized));
        Assert.Equal(9, answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests));
    }

    private Task<HttpResponseMessage> Try(string userName, string password) =>
        _client.PostAsJsonAsync("/api/auth/login", new { userName, password });
}
