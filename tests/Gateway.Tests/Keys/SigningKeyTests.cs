using System.Net;
using System.Text.Json;
using Meida.Gateway.Accounts;
using Meida.Gateway.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Meida.Gateway.Tests.Keys;

public sealed class SigningKeyTests : IAsyncLifetime
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
    public async Task The_published_keys_verify_the_token_and_its_claims_are_the_agreed_ones()
    {
        var token = await GatewayApp.Token(_client, "agent");

        var result = await Verify(token, await _client.GetStringAsync("/.well-known/jwks.json"));

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal("ES256", ((JsonWebToken)result.SecurityToken).Alg);
        Assert.Equal("agent", result.Claims["name"]);
        Assert.Equal("Display agent", result.Claims["display_name"]);
        Assert.Equal("agent", result.Claims["role"]);
        Assert.True(Guid.TryParse((string)result.Claims["sub"], out _));
        Assert.Contains("tickets.write", (IEnumerable<object>)result.Claims["permission"]);
        Assert.DoesNotContain("technician_id", result.Claims.Keys);
    }

    [Fact]
    public async Task Only_public_halves_are_published()
    {
        var keys = JsonSerializer.Deserialize<JsonElement>(await _client.GetStringAsync("/.well-known/jwks.json")).GetProperty("keys");

        var key = Assert.Single(keys.EnumerateArray());
        Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], key.EnumerateObject().Select(member => member.Name).Order());
    }

    [Fact]
    public async Task The_private_key_lies_sealed_in_the_database()
    {
        await GatewayApp.Token(_client, "agent");

        var stored = await _app.Query(db => db.SigningKeys.Select(key => key.SealedPrivateKey).SingleAsync());

        Assert.ThrowsAny<Exception>(() =>
        {
            using var ecdsa = System.Security.Cryptography.ECDsa.Create();
            ecdsa.ImportPkcs8PrivateKey(Convert.FromBase64String(stored), out _);
        });
    }

    [Fact]
    public async Task A_restart_keeps_the_keys_and_the_sessions()
    {
        var token = await GatewayApp.Token(_client, "agent");
        var cookie = await GatewayApp.SignIn(_client, "agent");

        await using var restarted = await _app.StartTwin();
        using var client = restarted.Client();

        Assert.Equal(HttpStatusCode.OK, (await GatewayApp.Send(client, "GET", "/api/auth/me", bearer: token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GatewayApp.Send(client, "GET", "/api/auth/me", cookie: cookie)).StatusCode);
        Assert.Equal(
            await _client.GetStringAsync("/.well-known/jwks.json"), await client.GetStringAsync("/.well-known/jwks.json"));
    }

    [Fact]
    public async Task Gateways_that_start_together_make_one_key()
    {
        await using var twin = await _app.StartTwin();
        using var other = twin.Client();

        var documents = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(i => (i % 2 == 0 ? _client : other).GetStringAsync("/.well-known/jwks.json")));

        Assert.Single(documents.Distinct());
        Assert.Equal(1, await _app.Query(db => db.SigningKeys.CountAsync()));
    }

    [Fact]
    public async Task An_old_key_gets_a_successor_that_is_published_before_it_signs_and_goes_when_its_tokens_are_gone()
    {
        var first = await SigningKeyId();

        _app.Clock!.Advance(TimeSpan.FromDays(31));
        Assert.Equal(first, await SigningKeyId());
        var published = await PublishedKeyIds();
        Assert.Equal(2, published.Length);

        _app.Clock!.Advance(TimeSpan.FromMinutes(16));
        var second = await SigningKeyId();
        Assert.NotEqual(first, second);
        Assert.Contains(second, published);
        Assert.Contains(first, await PublishedKeyIds());

        _app.Clock!.Advance(TimeSpan.FromHours(3));
        Assert.Equal([second], await PublishedKeyIds());
    }

    [Fact]
    public async Task The_known_keys_stay_good_while_the_database_is_away()
    {
        var token = await GatewayApp.Token(_client, "agent");
        var published = await PublishedKeyIds();

        await _app.Query(db => db.Database.ExecuteSqlAsync($"alter table signing_keys rename to hidden"));
        _app.Clock!.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(published, await PublishedKeyIds());
        Assert.Equal(HttpStatusCode.OK, (await GatewayApp.Send(_client, "GET", "/api/tickets/1", bearer: token)).StatusCode);
    }

    [Fact]
    public async Task Under_another_data_key_the_gateway_makes_a_new_signing_key()
    {
        var before = await SigningKeyId();

        await using var other = await _app.StartTwin(new()
        {
            ["Privacy:DataKey"] = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)),
        });
        using var client = other.Client();

        var token = await GatewayApp.Token(client, "agent");
        Assert.NotEqual(before, new JsonWebToken(token).Kid);
    }

    [Fact]
    public async Task Sealed_anew_with_a_key_of_the_gateway_s_own_the_signing_key_stays_and_the_former_data_key_can_go()
    {
        var before = await SigningKeyId();
        Dictionary<string, string?> own = new()
        {
            ["Privacy:DataKeys:gateway"] = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)),
            ["Privacy:CurrentDataKey"] = "gateway",
        };
        await using (var both = await _app.StartTwin(own))
        {
            Assert.Equal(0, await ResealSecrets.Run(both.Provider, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));
            Assert.All(await _app.Query(db => db.SigningKeys.Select(key => key.SealedPrivateKey).ToListAsync()),
                row => Assert.Equal([2, 7, .. "gateway"u8], Convert.FromBase64String(row)[..9]));
        }

        await using var alone = await _app.StartTwin(new(own) { ["Privacy:DataKey"] = null });
        using var client = alone.Client();
        Assert.Equal(before, new JsonWebToken(await GatewayApp.Token(client, "agent")).Kid);
    }

    private static Task<TokenValidationResult> Verify(string token, string jwks) =>
        new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = "meida-gateway",
            ValidAudience = "meida",
            IssuerSigningKeys = new JsonWebKeySet(jwks).GetSigningKeys(),
            ValidAlgorithms = ["ES256"],
        });

    private async Task<string> SigningKeyId()
    {
        var account = new Account(Guid.CreateVersion7(), "x", "x", [], [], null);
        return new JsonWebToken(await _app.Provider.GetRequiredService<TokenIssuer>().Issue(account, null, TimeSpan.FromMinutes(1), default)).Kid;
    }

    private async Task<string[]> PublishedKeyIds()
    {
        var document = JsonSerializer.Deserialize<JsonElement>(await _client.GetStringAsync("/.well-known/jwks.json"));
        return [.. document.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
    }
}
