using System.Net;
using System.Text.Json;

namespace Meida.Gateway.Tests.SignIn;

/// <summary>The identity database is gone, and browsers still send their cookies.</summary>
public sealed class DatabaseAwayTests : IAsyncLifetime
{
    private GatewayApp _app = null!;
    private HttpClient _client = null!;
    private string _cookie = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await GatewayApp.Start();
        _client = _app.Client();
        await _app.AddUser("agent", "agent");
        _cookie = await GatewayApp.SignIn(_client, "agent");
        await _app.Database.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "/booking")]
    [InlineData("GET", "/login")]
    [InlineData("GET", "/admin/tickets")]
    [InlineData("GET", "/assets/none.js")]
    [InlineData("GET", "/docs")]
    [InlineData("GET", "/asyncapi.json")]
    [InlineData("GET", "/alive")]
    [InlineData("GET", "/api/public/products")]
    [InlineData("POST", "/api/public/booking")]
    [InlineData("GET", "/no/such/path")]
    public async Task What_needs_no_session_answers_with_the_cookie_as_without(string method, string path)
    {
        using var without = await GatewayApp.Send(_client, method, path);
        using var with = await GatewayApp.Send(_client, method, path, _cookie);

        Assert.Equal(await Told(without), await Told(with));
        Assert.NotEqual(HttpStatusCode.InternalServerError, with.StatusCode);
    }

    [Theory]
    [InlineData("/api/auth/me")]
    [InlineData("/api/tickets")]
    [InlineData("/api/technicians")]
    public async Task What_acts_for_the_session_fails(string path)
    {
        using var response = await GatewayApp.Send(_client, "GET", path, _cookie);

        Assert.True(response.StatusCode >= HttpStatusCode.InternalServerError, $"{response.StatusCode}");
    }

    // Of a problem its type: the rest is different each time.
    private static async Task<(HttpStatusCode Status, string? MediaType, string? Problem)> Told(HttpResponseMessage response)
    {
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        return (response.StatusCode, mediaType, mediaType != "application/problem+json" ? null
            : JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()).GetProperty("type").GetString());
    }
}
