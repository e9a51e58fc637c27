using System.Security.Cryptography;
using Aspire.Hosting.Publishing;

/// <summary>32 random bytes in base64, made at the first start.</summary>
internal sealed class RandomKey : ParameterDefault
{
    public override string GetDefaultValue() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    // A published application gets its keys from whoever deploys it, never from here.
    public override void WriteToManifest(ManifestPublishingContext context)
    {
    }
}
