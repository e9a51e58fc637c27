using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Meida.ServiceDefaults.Access;

/// <summary>
/// Where a request is from, on the gateway's signature: whoever reaches a service's own port can write any header, but not this
/// one. A token of its own audience, so that it signs nobody in; it lives for two minutes and is made once a minute and address.
/// </summary>
/// <param name="keys">The gateway's public keys.</param>
/// <param name="clock">Decides what has expired.</param>
public sealed class ClientAddressProof(IConfigurationManager<OpenIdConnectConfiguration> keys, TimeProvider clock)
{
    /// <summary>The header of a forwarded request.</summary>
    public const string Header = "X-Client-Address-Proof";

    internal const string Audience = "meida-client-address";
    internal const string AddressClaim = "address";

    private const int MostKept = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<IPAddress, (string Proof, string KeyId, DateTimeOffset Until)> _kept = new();
    private readonly JsonWebTokenHandler _tokens = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly Lock _signing = new();
    private (string KeyId, SigningCredentials Credentials)? _own;

    /// <summary>The proof for an address.</summary>
    /// <param name="address">The client's address as the gateway saw it.</param>
    /// <param name="signing">The gateway's key.</param>
    public string Sign(IPAddress address, SigningCredentials signing)
    {
        var now = clock.GetUtcNow();
        if (_kept.TryGetValue(address, out var kept) && kept.KeyId == signing.Kid && now < kept.Until && now > kept.Until - KeptFor)
            return kept.Proof;

        var token = new SecurityTokenDescriptor
        {
            Issuer = TokenClaims.Issuer,
            Audience = Audience,
            NotBefore = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            Claims = new Dictionary<string, object> { [AddressClaim] = Text(address) },
        };
        string proof;
        lock (_signing)
        {
            token.SigningCredentials = Own(signing);
            proof = _tokens.CreateToken(token);
        }

        // A flood of addresses must not fill the memory.
        if (_kept.Count >= MostKept)
            _kept.Clear();
        _kept[address] = (proof, signing.Kid, now + KeptFor);
        return proof;
    }

    /// <summary>The client's address: what the gateway vouches for, else the other end of the connection.</summary>
    /// <param name="http">The request.</param>
    public string? Of(HttpContext http) => Proven(http.Request.Headers[Header].ToString())
        ?? (http.Connection.RemoteIpAddress is { } address ? Text(address) : null);

    private string? Proven(string proof)
    {
        // Both are there at once: the keys were fetched to sign the caller in, and checking a signature waits for nobody.
        if (proof.Length == 0 || keys.GetConfigurationAsync(CancellationToken.None) is not { IsCompletedSuccessfully: true } known)
            return null;

        var now = clock.GetUtcNow().UtcDateTime;
        var check = _tokens.ValidateTokenAsync(proof, new TokenValidationParameters
        {
            ValidIssuer = TokenClaims.Issuer,
            ValidAudience = Audience,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            IssuerSigningKeys = known.Result.SigningKeys,
            LifetimeValidator = (from, until, _, parameters) =>
                from <= now + parameters.ClockSkew && until > now - parameters.ClockSkew && until - from <= Lifetime,
            ClockSkew = TimeSpan.FromSeconds(30),
        });
        return check is { IsCompletedSuccessfully: true, Result: { IsValid: true } result }
            && result.Claims.TryGetValue(AddressClaim, out var claim) && IPAddress.TryParse(claim as string, out var address)
            ? Text(address)
            : null;
    }

    // The platform does not promise that two threads may share a key; the gateway's other half guards it with a lock of its own.
    private SigningCredentials Own(SigningCredentials signing)
    {
        if (_own is not { } own || own.KeyId != signing.Kid)
        {
            var copy = ECDsa.Create(((ECDsaSecurityKey)signing.Key).ECDsa.ExportParameters(includePrivateParameters: true));
            _own = own = (signing.Kid, new(new ECDsaSecurityKey(copy) { KeyId = signing.Kid }, signing.Algorithm));
        }

        return own.Credentials;
    }

    private static string Text(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}

/// <summary>Reads where a request is from.</summary>
public static class ClientAddressExtensions
{
    /// <summary>The client's address; see <see cref="ClientAddressProof"/>.</summary>
    /// <param name="http">The request.</param>
    public static string? ClientAddress(this HttpContext http) => http.RequestServices.GetRequiredService<ClientAddressProof>().Of(http);

    /// <summary>The client's network, as a key to count by; see <see cref="Access.ClientNetwork"/>.</summary>
    /// <param name="http">The request.</param>
    public static string ClientNetwork(this HttpContext http) =>
        Access.ClientNetwork.Of(IPAddress.TryParse(http.ClientAddress(), out var address) ? address : null);
}
