using Meida.ServiceDefaults.Access;
using Microsoft.Extensions.Caching.Memory;

namespace Meida.Gateway.Keys;

/// <summary>Signs where a request comes from, once a minute for each address.</summary>
internal sealed class AddressProofs(TokenIssuer tokens, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Repeated = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private readonly MemoryCache _made = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public async ValueTask<string?> Of(HttpContext http, CancellationToken ct)
    {
        var address = http.Connection.RemoteIpAddress;
        if (address is null)
            return null;

        var text = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
        var now = clock.GetUtcNow();
        if (_made.TryGetValue(text, out (string Proof, DateTimeOffset Until) known) && now < known.Until)
            return known.Proof;

        var proof = await tokens.IssueFor(ForwardedAddress.Audience, new(ForwardedAddress.AddressClaim, text), Lifetime, ct);
        _made.Set(text, (proof, now + Repeated), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Repeated });
        return proof;
    }

    public void Dispose() => _made.Dispose();
}
