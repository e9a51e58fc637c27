using System.Net;
using System.Net.Http.Json;

namespace Meida.Gateway.Tests.Accounts;

public sealed class LastAdminTests : IAsyncLifetime
{
    private GatewayApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await GatewayApp.Start();
        _client = _app.Client();
        await _app.AddUser("first", "admin");
        await _app.AddUser("second", "admin");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"isActive":false}""")]
    [InlineData("""{"roles":["agent"]}""")]
    public async Task Nobody_takes_away_the_right_of_the_last_administrator_who_can_use_it(string change)
    {
        var cookie = await GatewayApp.SignIn(_client, "first");
        var id = await AccountEndpointTests.Id(_client, cookie, "first");
        await _app.Execute("update users set lockout_end = now() + interval '10 years' where user_name = 'second'");

        using var refused = await Change(cookie, id, change);
        await GatewayApp.Problem(refused, 409, "last-admin");
        await _app.Execute("update users set lockout_end = null where user_name = 'second'");
        using var done = await Change(cookie, id, change);

        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
    }

    [Fact]
    public async Task Two_who_take_each_others_right_away_at_once_do_not_both_succeed()
    {
        var (first, second) = (await GatewayApp.SignIn(_client, "first"), await GatewayApp.SignIn(_client, "second"));
        var (firstId, secondId) = (await AccountEndpointTests.Id(_client, first, "first"), await AccountEndpointTests.Id(_client, first, "second"));

        var answers = await Task.WhenAll(
            Change(first, secondId, """{"roles":["agent"]}"""), Change(second, firstId, """{"isActive":false}"""));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
    }

    private Task<HttpResponseMessage> Change(string cookie, string id, string change) => GatewayApp.Send(
        _client, "PATCH", $"/api/accounts/{id}", cookie, csrf: true, body: new StringContent(change, System.Text.Encoding.UTF8, "application/json"));
}
