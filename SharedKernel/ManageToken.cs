using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Meida.SharedKernel;

/// <summary>The secret of a customer's own link: 192 random bits, of which only a hash is stored.</summary>
public static class ManageToken
{
    private const int Size = 24;

    /// <summary>Draws a new one.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));

    /// <summary>The form that is stored. No key is needed: nobody runs through 192 bits.</summary>
    /// <param name="token">The token.</param>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>The address of the page it opens.</summary>
    /// <param name="token">The token.</param>
    public static string Url(string token) => $"/booking/t/{token}";
}
