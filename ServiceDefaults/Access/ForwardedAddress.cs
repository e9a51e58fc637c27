using System.Net;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Meida.ServiceDefaults.Access;

/// <summary>
/// Where a request comes from, on the gateway's signed word: anybody who reaches a service's own port can write
/// <c>X-Forwarded-For</c>, and what is audited must not be his to choose.
/// </summary>
public static class ForwardedAddress
{
    /// <summary>The header that carries the gateway's word: a token with <see cref="AddressClaim"/> for <see cref="Audience"/>.</summary>
    public const string Header = "X-Forwarded-Proof";

    /// <summary>The claim that holds the address.</summary>
    public const string AddressClaim = "addr";

    /// <summary>An audience of its own: such a token signs nobody in.</summary>
    public const string Audience = "meida-forwarded";

    private const int Remembered = 10_000;

    // The gateway repeats itself for a minute; its word is checked once.
    private static readonly MemoryCache Known = new(new MemoryCacheOptions { SizeLimit = Remembered });

    /// <summary>The client's address as the gateway saw it; without its word, that of whoever is connected.</summary>
    /// <param name="http">The request of a signed-in account.</param>
    public static string? ClientAddress(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Features.Get<Proven>()?.Address ?? Text(http.Connection.RemoteIpAddress);
    }

    internal static async Task Remember(TokenValidatedContext context)
    {
        var word = context.Request.Headers[Header].ToString();
        if (word.Length == 0)
            return;

        var now = (context.Options.TimeProvider ?? TimeProvider.System).GetUtcNow();
        if (!Known.TryGetValue(word, out (Proven Proven, DateTimeOffset Until) known))
        {
            if (await Check(context, word) is not { } proven)
                return;
            known = proven;
            Known.Set(word, known, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(2) });
        }
        if (now < known.Until)
            context.HttpContext.Features.Set(known.Proven);
    }

    private static async Task<(Proven, DateTimeOffset)?> Check(TokenValidatedContext context, string word)
    {
        var parameters = context.Options.TokenValidationParameters.Clone();
        parameters.ValidAudience = Audience;
        parameters.IssuerSigningKeys = (await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted)).SigningKeys;
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(word, parameters);
        return result.IsValid && result.Claims.TryGetValue(AddressClaim, out var claim) && IPAddress.TryParse(claim as string, out var address)
            ? (new Proven(Text(address)!), new DateTimeOffset(result.SecurityToken.ValidTo, TimeSpan.Zero))
            : null;
    }

    private static string? Text(IPAddress? address) => (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();

    private sealed record Proven(string Address);
}
