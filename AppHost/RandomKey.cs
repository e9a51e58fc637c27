using System.Security.Cryptography;

namespace Meida.Aspire.AppHost;

/// <summary>32 random bytes in base64.</summary>
internal static class RandomKey
{
    public static string Make() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
