using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Meida.Gateway.Keys;

/// <summary>The keys of one moment: the one that signs, and all that are published.</summary>
internal sealed class KeyRing
{
    private KeyRing(SigningCredentials signing, IReadOnlyList<JsonWebKey> published, DateTimeOffset newest)
    {
        Signing = signing;
        Published = published;
        Newest = newest;
        Jwks = JsonSerializer.SerializeToUtf8Bytes(new
        {
            keys = published.Select(key => new { kty = key.Kty, crv = key.Crv, x = key.X, y = key.Y, kid = key.Kid, alg = "ES256", use = "sig" }),
        });
    }

    public SigningCredentials Signing { get; }

    public IReadOnlyList<JsonWebKey> Published { get; }

    public DateTimeOffset Newest { get; }

    public byte[] Jwks { get; }

    public static KeyRing? Of(IReadOnlyList<OpenedKey> keys, SigningKeyOptions options, DateTimeOffset now)
    {
        if (keys.Count == 0)
            return null;

        var ordered = keys.OrderBy(key => key.CreatedAt).ThenBy(key => key.Id, StringComparer.Ordinal).ToArray();
        var signing = ordered.LastOrDefault(key => key.CreatedAt + options.PublishedBeforeUse <= now) ?? ordered[0];
        var published = ordered.Where((key, i) => !IsRetired(ordered, i, options, now)).Select(key => key.Public());
        return new KeyRing(signing.Credentials(), [.. published], ordered[^1].CreatedAt);
    }

    public static bool IsRetired(IReadOnlyList<OpenedKey> ordered, int index, SigningKeyOptions options, DateTimeOffset now) =>
        index + 1 < ordered.Count
        && ordered[index + 1].CreatedAt + options.PublishedBeforeUse + options.PublishedAfterUse <= now;
}

/// <summary>A signing key with its private half readable.</summary>
internal sealed record OpenedKey(string Id, byte[] PrivateKey, DateTimeOffset CreatedAt)
{
    public static OpenedKey Generate(DateTimeOffset now)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new OpenedKey(Thumbprint(ecdsa), ecdsa.ExportPkcs8PrivateKey(), now);
    }

    public SigningCredentials Credentials() =>
        new(new ECDsaSecurityKey(Import()) { KeyId = Id }, SecurityAlgorithms.EcdsaSha256);

    public JsonWebKey Public()
    {
        using var ecdsa = Import();
        return PublicHalf(ecdsa, Id);
    }

    private ECDsa Import()
    {
        var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(PrivateKey, out _);
        return ecdsa;
    }

    private static string Thumbprint(ECDsa ecdsa) => Base64UrlEncoder.Encode(PublicHalf(ecdsa, null).ComputeJwkThumbprint());

    private static JsonWebKey PublicHalf(ECDsa ecdsa, string? id)
    {
        var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        return new JsonWebKey
        {
            Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve,
            Crv = JsonWebKeyECTypes.P256,
            X = Base64UrlEncoder.Encode(point.X),
            Y = Base64UrlEncoder.Encode(point.Y),
            Kid = id,
            Alg = SecurityAlgorithms.EcdsaSha256,
            Use = "sig",
        };
    }
}
