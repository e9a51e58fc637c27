using Meida.ServiceDefaults.Refusals;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Meida.ServiceDefaults.Access;

/// <summary>
/// The gateway's public keys (RFC 7517), fetched when first needed, again every ten minutes, and when a token names a key that
/// is not among them. While there are known keys nobody waits for a fetch, and they go on being good while the gateway is away.
/// </summary>
internal sealed class GatewayKeys : IConfigurationManager<OpenIdConnectConfiguration>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConfigurationManager<OpenIdConnectConfiguration> _keys;
    private readonly ILogger<GatewayKeys> _log;

    public GatewayKeys(IConfiguration configuration, IHttpClientFactory clients, ILogger<GatewayKeys> log)
    {
        var address = configuration["Auth:JwksUrl"] ?? "http://gateway/.well-known/jwks.json";
        _log = log;
        _keys = new(address, new KeySetRetriever(), new KeySetDocument(configuration["Auth:Jwks"], clients))
        {
            AutomaticRefreshInterval = TimeSpan.FromMinutes(10),
            // An unknown key may be a new one; a flood of forged tokens must not become a flood of fetches.
            RefreshInterval = TimeSpan.FromSeconds(2),
        };
    }

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            return await _keys.GetConfigurationAsync(patience.Token);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            _log.LogWarning("The gateway's keys could not be fetched: {Reason}", fault.GetBaseException().Message);
            throw new ProblemException(503, "service-unavailable", "Tokens cannot be checked for the moment; try again.");
        }
    }

    public void RequestRefresh() => _keys.RequestRefresh();

    private sealed class KeySetDocument(string? pinned, IHttpClientFactory clients) : IDocumentRetriever
    {
        public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
        {
            if (!string.IsNullOrEmpty(pinned))
                return pinned;

            using var client = clients.CreateClient(nameof(GatewayKeys));
            client.Timeout = Patience;
            return await client.GetStringAsync(new Uri(address), cancel);
        }
    }

    private sealed class KeySetRetriever : IConfigurationRetriever<OpenIdConnectConfiguration>
    {
        public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(string address, IDocumentRetriever retriever, CancellationToken cancel)
        {
            var document = new JsonWebKeySet(await retriever.GetDocumentAsync(address, cancel));
            var keys = new OpenIdConnectConfiguration { Issuer = TokenClaims.Issuer, JsonWebKeySet = document };
            foreach (var key in document.GetSigningKeys())
                keys.SigningKeys.Add(key);
            return keys.SigningKeys.Count > 0 ? keys : throw new InvalidOperationException("The gateway's key set is empty.");
        }
    }
}
