using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Meida.Gateway.SignIn;

/// <summary>Codes that an authenticator app shows: RFC 6238 with what all apps know, SHA-1, six digits and half a minute.</summary>
internal static class Totp
{
    private const int SecretBytes = 20;
    private const int StepSeconds = 30;
    private const int Digits = 6;
    private const int Modulus = 1_000_000;
    private const string Base32Signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>The step that the code belongs to, one to either side of now; null for a wrong code.</summary>
    public static long? StepOf(byte[] secret, string code, DateTimeOffset now)
    {
        var current = now.ToUnixTimeSeconds() / StepSeconds;
        foreach (var step in (long[])[current, current - 1, current + 1])
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(secret, step)), Encoding.UTF8.GetBytes(code)))
                return step;
        }
        return null;
    }

    public static string Code(byte[] secret, DateTimeOffset at) => Code(secret, at.ToUnixTimeSeconds() / StepSeconds);

    /// <summary>RFC 4648 without padding, as apps read it.</summary>
    public static string Base32(byte[] bytes)
    {
        var text = new StringBuilder();
        var (bits, value) = (0, 0);
        foreach (var part in bytes)
        {
            (bits, value) = (bits + 8, value << 8 | part);
            for (; bits >= 5; bits -= 5)
                text.Append(Base32Signs[value >> (bits - 5) & 31]);
        }
        return bits == 0 ? text.ToString() : text.Append(Base32Signs[value << (5 - bits) & 31]).ToString();
    }

    public static string Uri(byte[] secret, string userName) =>
        $"otpauth://totp/Meida:{System.Uri.EscapeDataString(userName)}?secret={Base32(secret)}&issuer=Meida&digits={Digits}&period={StepSeconds}";

    private static string Code(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // The standard says SHA-1, and HMAC does not lean on what SHA-1 has lost.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue;
        return (number % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }
}
