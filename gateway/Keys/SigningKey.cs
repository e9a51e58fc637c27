namespace Meida.Gateway.Keys;

/// <summary>An ES256 key pair that access tokens are signed with.</summary>
internal sealed class SigningKey
{
    /// <summary>The key's id (<c>kid</c>): its RFC 7638 thumbprint.</summary>
    public required string Id { get; init; }

    /// <summary>PKCS#8, sealed with the data key in use: one of the gateway's own.</summary>
    public required string SealedPrivateKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
