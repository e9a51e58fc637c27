using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Meida.SharedKernel;

/// <summary>
/// Keeps personal data unreadable at rest and in messages: AES-256-GCM where a value must be read back, HMAC-SHA256 with
/// a secret pepper where it must only be found again (a plain hash of 11 digits is broken in a second).
/// </summary>
/// <remarks>
/// Sealed form: base64 of one version byte, a random 96-bit nonce, the ciphertext and a 128-bit tag
/// (NIST SP 800-38D). Thread-safe.
/// </remarks>
public sealed class PersonalData
{
    private const byte FormatVersion = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] _dataKey;
    private readonly byte[] _pepper;

    /// <summary>Takes the two secrets.</summary>
    /// <param name="dataKey"><c>Privacy:DataKey</c>, base64 of 32 bytes.</param>
    /// <param name="phonePepper"><c>Privacy:PhonePepper</c>, base64 of 32 bytes.</param>
    /// <exception cref="ArgumentException">A secret is missing or is not 32 bytes; the message names it.</exception>
    public PersonalData(string? dataKey, string? phonePepper)
    {
        _dataKey = Secret("Privacy:DataKey", dataKey);
        _pepper = Secret("Privacy:PhonePepper", phonePepper);
    }

    /// <summary>Encrypts a text.</summary>
    /// <param name="plaintext">The text.</param>
    public string Seal(string plaintext)
    {
        var size = Encoding.UTF8.GetByteCount(plaintext);
        var box = new byte[1 + NonceSize + size + TagSize];
        box[0] = FormatVersion;
        var nonce = box.AsSpan(1, NonceSize);
        var text = box.AsSpan(1 + NonceSize, size);
        RandomNumberGenerator.Fill(nonce);
        Encoding.UTF8.GetBytes(plaintext, text);
        using var aes = new AesGcm(_dataKey, TagSize);
        aes.Encrypt(nonce, text, text, box.AsSpan(1 + NonceSize + size), box.AsSpan(0, 1));
        return Convert.ToBase64String(box);
    }

    /// <summary>Reads back what <see cref="Seal(string)"/> made.</summary>
    /// <param name="sealedText">The sealed form.</param>
    /// <exception cref="CryptographicException">It was made with another key, or was changed.</exception>
    public string Open(string sealedText)
    {
        var box = Convert.FromBase64String(sealedText);
        if (box.Length < 1 + NonceSize + TagSize || box[0] != FormatVersion)
            throw new CryptographicException("The sealed value has an unknown form.");

        var size = box.Length - 1 - NonceSize - TagSize;
        var text = new byte[size];
        using var aes = new AesGcm(_dataKey, TagSize);
        aes.Decrypt(box.AsSpan(1, NonceSize), box.AsSpan(1 + NonceSize, size), box.AsSpan(1 + NonceSize + size), text, box.AsSpan(0, 1));
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>Encrypts what a message must carry about a customer.</summary>
    /// <param name="details">Name, phone, address and fault.</param>
    public string Seal(SealedDetails details) => Seal(JsonSerializer.Serialize(details));

    /// <summary>Reads back what <see cref="Seal(SealedDetails)"/> made.</summary>
    /// <param name="sealedText">The sealed form.</param>
    /// <exception cref="CryptographicException">It was made with another key, or was changed.</exception>
    public SealedDetails OpenDetails(string sealedText) =>
        JsonSerializer.Deserialize<SealedDetails>(Open(sealedText)) ?? throw new CryptographicException("The sealed value is empty.");

    /// <summary>The form of a number by which it is found again: lower-case hex HMAC-SHA256.</summary>
    /// <param name="phone">The number.</param>
    public string PhoneHash(PhoneNumber phone) => Fingerprint(phone.Value);

    /// <summary>A keyed fingerprint of any text: equal texts have equal ones, and none can be guessed back.</summary>
    /// <param name="text">The text.</param>
    public string Fingerprint(string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_pepper, Encoding.UTF8.GetBytes(text)));

    private static byte[] Secret(string name, string? value)
    {
        var bytes = new byte[48];
        return !string.IsNullOrWhiteSpace(value) && Convert.TryFromBase64String(value, bytes, out var length) && length == 32
            ? bytes[..32]
            : throw new ArgumentException($"The setting {name} is missing or is not base64 of 32 bytes; make one with: openssl rand -base64 32");
    }
}

/// <summary>What a message carries about a customer, always sealed.</summary>
/// <param name="CustomerName">The name.</param>
/// <param name="CustomerPhone">The telephone number, digits only.</param>
/// <param name="Address">The address.</param>
/// <param name="IssueDesc">The fault in the customer's words.</param>
public sealed record SealedDetails(string CustomerName, string CustomerPhone, string Address, string IssueDesc)
{
    /// <summary>Names no personal data.</summary>
    public override string ToString() => nameof(SealedDetails);
}
