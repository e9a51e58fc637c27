using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Meida.SharedKernel;

/// <summary>
/// Keeps personal data unreadable at rest and in messages: AES-256-GCM where a value must be read back, HMAC-SHA256 with
/// a secret pepper where it must only be found again (a plain hash of 11 digits is broken in a second).
/// </summary>
/// <remarks>
/// Sealed form: base64 of a version byte, with version 2 the key's name and its length before it, a random 96-bit nonce, the
/// ciphertext and a 128-bit tag over all of it (NIST SP 800-38D). Version 1 names no key: it is made with the first one, as
/// long as that is in use. Thread-safe.
/// </remarks>
public sealed class PersonalData
{
    private const byte FirstKey = 1;
    private const byte NamedKey = 2;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly SecretKeys _dataKeys;
    private readonly SecretKeys _peppers;
    private readonly byte[] _header;

    /// <summary>Takes two secrets that were never replaced.</summary>
    /// <param name="dataKey"><c>Privacy:DataKey</c>, base64 of 32 bytes.</param>
    /// <param name="phonePepper"><c>Privacy:PhonePepper</c>, base64 of 32 bytes.</param>
    /// <exception cref="ArgumentException">A secret is missing or is not 32 bytes; the message names it.</exception>
    public PersonalData(string? dataKey, string? phonePepper)
        : this(new SecretKeys("Privacy:DataKey", dataKey), new SecretKeys("Privacy:PhonePepper", phonePepper))
    {
    }

    /// <summary>Takes the secrets.</summary>
    /// <param name="dataKeys">What values are sealed with.</param>
    /// <param name="phonePeppers">What numbers are hashed with.</param>
    public PersonalData(SecretKeys dataKeys, SecretKeys phonePeppers)
    {
        (_dataKeys, _peppers) = (dataKeys, phonePeppers);
        var id = Encoding.ASCII.GetBytes(dataKeys.CurrentId);
        _header = id.Length == 0 ? [FirstKey] : [NamedKey, (byte)id.Length, .. id];
    }

    /// <summary>Encrypts a text with the current key.</summary>
    /// <param name="plaintext">The text.</param>
    public string Seal(string plaintext)
    {
        var (head, size) = (_header.Length, Encoding.UTF8.GetByteCount(plaintext));
        var box = new byte[head + NonceSize + size + TagSize];
        _header.CopyTo(box, 0);
        var nonce = box.AsSpan(head, NonceSize);
        var text = box.AsSpan(head + NonceSize, size);
        RandomNumberGenerator.Fill(nonce);
        Encoding.UTF8.GetBytes(plaintext, text);
        using var aes = new AesGcm(_dataKeys.Current, TagSize);
        aes.Encrypt(nonce, text, text, box.AsSpan(head + NonceSize + size), box.AsSpan(0, head));
        return Convert.ToBase64String(box);
    }

    /// <summary>Reads back what <see cref="Seal(string)"/> made, with whichever of the configured keys.</summary>
    /// <param name="sealedText">The sealed form.</param>
    /// <exception cref="CryptographicException">It was made with another key, or was changed.</exception>
    public string Open(string sealedText)
    {
        var box = Convert.FromBase64String(sealedText);
        var (head, id) = Header(box);
        if (_dataKeys.Find(id) is not { } key)
            throw new CryptographicException(id.Length == 0 ? "The sealed value needs Privacy:DataKey." : $"The sealed value needs Privacy:DataKeys:{id}.");

        var size = box.Length - head - NonceSize - TagSize;
        var text = new byte[size];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(box.AsSpan(head, NonceSize), box.AsSpan(head + NonceSize, size), box.AsSpan(head + NonceSize + size), text, box.AsSpan(0, head));
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>Whether a value was sealed with the key that is in use now.</summary>
    /// <param name="sealedText">The sealed form.</param>
    /// <exception cref="CryptographicException">It is no sealed value.</exception>
    public bool IsCurrent(string sealedText) => Header(Convert.FromBase64String(sealedText)).Id.Equals(_dataKeys.CurrentId, StringComparison.OrdinalIgnoreCase);

    /// <summary>Encrypts what a message must carry about a customer.</summary>
    /// <param name="details">Name, phone, address and fault.</param>
    public string Seal(SealedDetails details) => Seal(JsonSerializer.Serialize(details));

    /// <summary>Reads back what <see cref="Seal(SealedDetails)"/> made.</summary>
    /// <param name="sealedText">The sealed form.</param>
    /// <exception cref="CryptographicException">It was made with another key, or was changed.</exception>
    public SealedDetails OpenDetails(string sealedText) =>
        JsonSerializer.Deserialize<SealedDetails>(Open(sealedText)) ?? throw new CryptographicException("The sealed value is empty.");

    /// <summary>The form of a number by which it is found again: lower-case hex HMAC-SHA256 with the current pepper.</summary>
    /// <param name="phone">The number.</param>
    public string PhoneHash(PhoneNumber phone) => Fingerprint(phone.Value);

    /// <summary>All forms in which a number may be stored: the current one first, then those of former peppers.</summary>
    /// <param name="phone">The number.</param>
    public string[] PhoneHashes(PhoneNumber phone) => [.. _peppers.All().Select(pepper => Fingerprint(phone.Value, pepper))];

    /// <summary>A keyed fingerprint of any text: equal texts have equal ones, and none can be guessed back.</summary>
    /// <param name="text">The text.</param>
    public string Fingerprint(string text) => Fingerprint(text, _peppers.Current);

    private static string Fingerprint(string text, byte[] pepper) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(pepper, Encoding.UTF8.GetBytes(text)));

    private static (int Length, string Id) Header(byte[] box)
    {
        var (length, id) = box switch
        {
            [FirstKey, ..] => (1, ""),
            [NamedKey, var size, ..] when box.Length >= 2 + size && size > 0 => (2 + size, Encoding.ASCII.GetString(box, 2, size)),
            _ => (0, ""),
        };
        return length > 0 && box.Length >= length + NonceSize + TagSize
            ? (length, id)
            : throw new CryptographicException("The sealed value has an unknown form.");
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
