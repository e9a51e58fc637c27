using System.Security.Claims;
using Meida.Gateway.Accounts;
using Meida.ServiceDefaults.Access;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Meida.Gateway.Keys;

/// <summary>Signs the access tokens that the services believe.</summary>
internal sealed class TokenIssuer(SigningKeys keys, TimeProvider clock)
{
    private static readonly Account System = new(
        new Guid("00000000-0000-7000-8000-000000000001"), "system", "system", [Roles.System], [], null);

    // The same instance signs every token; the platform does not promise that two threads may share it.
    private readonly Lock _signing = new();
    private readonly JsonWebTokenHandler _tokens = new() { SetDefaultTimesOnTokenCreation = false };

    /// <param name="account">Whom it names.</param>
    /// <param name="stamp">The stamp of the account's rights; without one the gateway itself does not take the token back.</param>
    /// <param name="lifetime">How long it is good for.</param>
    /// <param name="ct">Gives up.</param>
    public ValueTask<string> Issue(Account account, string? stamp, TimeSpan lifetime, CancellationToken ct) => Sign(
        stamp is null ? account.Claims() : account.Claims().Append(new Claim(TokenClaims.AccountStamp, stamp)), lifetime, ct);

    /// <summary>A token for the gateway's own questions to a service.</summary>
    public ValueTask<string> IssueForSystem(CancellationToken ct) => Issue(System, null, TimeSpan.FromMinutes(1), ct);

    private async ValueTask<string> Sign(IEnumerable<Claim> claims, TimeSpan lifetime, CancellationToken ct)
    {
        var ring = await keys.Current(ct);
        var now = clock.GetUtcNow().UtcDateTime;
        var token = new SecurityTokenDescriptor
        {
            Issuer = TokenClaims.Issuer,
            Audience = TokenClaims.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            Subject = new ClaimsIdentity(claims),
            SigningCredentials = ring.Signing,
        };
        lock (_signing)
            return _tokens.CreateToken(token);
    }
}
