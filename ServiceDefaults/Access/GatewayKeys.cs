using Meida.ServiceDefaults.Refusals;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Meida.ServiceDefaults.Access;

/// <summary>
/// The gateway's public keys (RFC 7517), fetched when first needed, again every ten minutes, and when a token names a
/// key that is not among them. While the gateway is away the known keys go on being good.
/// </summary>
internal sealed class GatewayKeys(
    IConfiguration configuration, IHttpClientFactory clients, TimeProvider clock, ILogger<GatewayKeys> log)
    : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _one = new(1, 1);
    private OpenIdConnectConfiguration? _keys;
    private DateTimeOffset _fetchedAt;
    private DateTimeOffset _dueAt = DateTimeOffset.MinValue;

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        if (_keys is { } known && clock.GetUtcNow() < _dueAt)
            return known;

        await _one.WaitAsync(cancel);
        try
        {
            if (_keys is { } fresh && clock.GetUtcNow() < _dueAt)
                return fresh;

            _keys = Parse(await Document(cancel));
            _fetchedAt = clock.GetUtcNow();
            _dueAt = _fetchedAt + Lifetime;
        }
        catch (Exception fault) when (fault is HttpRequestException or ArgumentException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            log.LogWarning("The gateway's keys could not be fetched: {Reason}", fault.Message);
            _dueAt = clock.GetUtcNow() + LeastPause;
        }
        finally
        {
            _one.Release();
        }

        return _keys ?? throw new ProblemException(503, "service-unavailable", "Tokens cannot be checked for the moment; try again.");
    }

    public void RequestRefresh()
    {
        // An unknown key may be a new one; a flood of forged tokens must not become a flood of fetches.
        if (clock.GetUtcNow() - _fetchedAt > LeastPause)
            _dueAt = DateTimeOffset.MinValue;
    }

    public void Dispose() => _one.Dispose();

    private async Task<string> Document(CancellationToken cancel)
    {
        if (configuration["Auth:Jwks"] is { Length: > 0 } pinned)
            return pinned;

        using var client = clients.CreateClient(nameof(GatewayKeys));
        return await client.GetStringAsync(new Uri(configuration["Auth:JwksUrl"] ?? "http://gateway/.well-known/jwks.json"), cancel);
    }

    private static OpenIdConnectConfiguration Parse(string document)
    {
        var keys = new OpenIdConnectConfiguration { Issuer = TokenClaims.Issuer, JsonWebKeySet = new JsonWebKeySet(document) };
        foreach (var key in keys.JsonWebKeySet.GetSigningKeys())
            keys.SigningKeys.Add(key);
        return keys;
    }
}
