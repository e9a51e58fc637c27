using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Meida.Testing;

/// <summary>Tokens like the gateway's, signed with a key of this process; <see cref="Jwks"/> goes into Auth:Jwks.</summary>
public static class TestTokens
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    // Written out here once more, so that a slip in the product's table is seen.
    private static readonly Dictionary<string, string[]> PermissionsOf = new()
    {
        ["admin"] =
        [
            "tickets.read", "tickets.write", "tickets.assign", "tickets.complete", "tickets.upload", "technicians.write", "audit.read",
            "accounts.write", "products.write", "privacy.erase",
        ],
        ["agent"] = ["tickets.read", "tickets.write", "tickets.upload"],
        ["ops_manager"] = ["tickets.read", "tickets.assign", "tickets.complete", "technicians.write", "products.write"],
        ["technician"] = ["tickets.read", "tickets.complete", "tickets.upload"],
        ["system"] = [],
    };

    /// <summary>The public key as a JSON Web Key Set.</summary>
    public static string Jwks { get; } = MakeJwks();

    /// <summary>The id that <see cref="Token"/> gives a user name.</summary>
    public static Guid UserId(string userName) => new(SHA256.HashData(Encoding.UTF8.GetBytes(userName)).AsSpan(0, 16));

    /// <summary>A token of one role with the permissions of that role.</summary>
    public static string Token(string role, Guid? userId = null, string? userName = null, Guid? technicianId = null, IEnumerable<string>? permissions = null)
    {
        userName ??= role;
        var claims = new Dictionary<string, object>
        {
            ["iss"] = "meida-gateway",
            ["aud"] = "meida",
            // As wide as can be: a test may set the clock of its service to any day.
            ["nbf"] = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(),
            ["exp"] = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(),
            ["sub"] = userId ?? UserId(userName),
            ["name"] = userName,
            ["display_name"] = userName,
            ["role"] = role,
            ["permission"] = (permissions ?? PermissionsOf[role]).ToArray(),
        };
        if (technicianId is { } technician)
            claims["technician_id"] = technician;
        return Sign(claims);
    }

    /// <summary>A token with claims of one's own, for tests of what must be refused.</summary>
    public static string Sign(IReadOnlyDictionary<string, object> claims)
    {
        var text = $"{Encode(new { alg = "ES256", typ = "JWT", kid = "test" })}.{Encode(claims)}";
        return $"{text}.{Base64(Key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    /// <summary>The gateway's word on where a request comes from, or one that is not quite it.</summary>
    public static string AddressProof(string address, string audience = "meida-client-address", int minutesAgo = 0)
    {
        var from = DateTimeOffset.UtcNow.AddMinutes(-minutesAgo);
        return Sign(new Dictionary<string, object>
        {
            ["iss"] = "meida-gateway",
            ["aud"] = audience,
            ["nbf"] = from.ToUnixTimeSeconds(),
            ["exp"] = from.AddMinutes(2).ToUnixTimeSeconds(),
            ["address"] = address,
        });
    }

    /// <summary>Signs the client in: every request carries a token of that role.</summary>
    public static HttpClient As(this HttpClient client, string role, Guid? userId = null, string? userName = null, Guid? technicianId = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(role, userId, userName, technicianId));
        return client;
    }

    private static string MakeJwks()
    {
        var point = Key.ExportParameters(includePrivateParameters: false).Q;
        return JsonSerializer.Serialize(new
        {
            keys = new[] { new { kty = "EC", crv = "P-256", alg = "ES256", use = "sig", kid = "test", x = Base64(point.X!), y = Base64(point.Y!) } },
        });
    }

    private static string Encode(object json) => Base64(JsonSerializer.SerializeToUtf8Bytes(json));

    private static string Base64(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
