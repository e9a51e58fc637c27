using Meida.ServiceDefaults.Access;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Meida.Gateway.Keys;

/// <summary>Lets the gateway check tokens with its own keys; the services fetch the same ones from it.</summary>
internal sealed class OwnKeys(SigningKeys keys) : IConfigurationManager<OpenIdConnectConfiguration>
{
    private (KeyRing? Ring, OpenIdConnectConfiguration? Configuration) _last;

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var ring = await keys.Current(cancel);
        if (_last is { Configuration: { } known } && _last.Ring == ring)
            return known;

        var configuration = new OpenIdConnectConfiguration { Issuer = TokenClaims.Issuer };
        foreach (var key in ring.Published)
            configuration.SigningKeys.Add(key);
        _last = (ring, configuration);
        return configuration;
    }

    public void RequestRefresh()
    {
        // The ring is read again every minute; a key that is not in it yet has signed nothing.
    }
}
