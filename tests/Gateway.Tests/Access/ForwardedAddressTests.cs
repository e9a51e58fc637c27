using System.Security.Cryptography;
using Meida.ServiceDefaults;
using Meida.ServiceDefaults.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Meida.Gateway.Tests.Access;

/// <summary>A service as all are, asked at its own port and through the gateway.</summary>
public sealed class ForwardedAddressTests : IAsyncLifetime
{
    private WebApplication _service = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _service = Service(TestTokens.Jwks);
        await _service.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_service.Urls.Single()) }.As("agent");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Who_writes_the_header_himself_is_known_by_his_own_address() =>
        Assert.Equal("127.0.0.1", await Ask(("X-Forwarded-For", "8.8.8.8")));

    [Fact]
    public async Task The_gateways_word_is_believed() =>
        Assert.Equal("203.0.113.7", await Ask(("X-Forwarded-For", "8.8.8.8"), (ForwardedAddress.Header, Word("203.0.113.7"))));

    [Theory]
    [InlineData("meida", 2100)]
    [InlineData("meida-forwarded", 2001)]
    public async Task A_word_for_something_else_or_of_long_ago_is_not(string audience, int until) =>
        Assert.Equal("127.0.0.1", await Ask((ForwardedAddress.Header, Word("203.0.113.7", audience, until))));

    [Fact]
    public async Task A_word_signs_nobody_in()
    {
        _client.DefaultRequestHeaders.Authorization = new("Bearer", Word("203.0.113.7"));

        using var response = await _client.GetAsync("/");

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Through_the_gateway_the_client_is_who_the_gateway_saw()
    {
        await using var app = await GatewayApp.Start();
        using var client = app.Client("127.0.0.77");
        await app.AddUser("agent", "agent");
        await using var service = Service(await client.GetStringAsync("/.well-known/jwks.json"));
        await service.StartAsync();
        using var direct = new HttpClient { BaseAddress = new Uri(service.Urls.Single()) };

        var cookie = await GatewayApp.SignIn(client, "agent");
        var echo = await Echo.Of(await GatewayApp.Send(client, "GET", "/api/tickets", cookie, headers: (ForwardedAddress.Header, "made up")));
        var anonymous = await Echo.Of(await GatewayApp.Send(client, "GET", "/api/public/centers", headers: (ForwardedAddress.Header, "made up")));

        var word = echo.Header(ForwardedAddress.Header)!;
        Assert.InRange(new JsonWebToken(word).ValidTo - DateTime.UtcNow, TimeSpan.Zero, TimeSpan.FromMinutes(2));
        direct.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", echo.Header("Authorization"));
        direct.DefaultRequestHeaders.Add(ForwardedAddress.Header, word);
        Assert.Equal("127.0.0.77", await direct.GetStringAsync("/"));
        Assert.Null(anonymous.Header(ForwardedAddress.Header));
    }

    private async Task<string> Ask(params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private static string Word(string address, string audience = ForwardedAddress.Audience, int until = 2100) => TestTokens.Sign(new Dictionary<string, object>
    {
        ["iss"] = "meida-gateway",
        ["aud"] = audience,
        ["nbf"] = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(),
        ["exp"] = new DateTimeOffset(until, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(),
        [ForwardedAddress.AddressClaim] = address,
    });

    private static WebApplication Service(string jwks)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Auth:Jwks"] = jwks,
            ["Privacy:DataKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Privacy:PhonePepper"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        });
        builder.AddServiceDefaults();
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapGet("/", (HttpContext http) => http.ClientAddress()).RequireAuthorization();
        return app;
    }
}
