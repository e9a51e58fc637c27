using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Meida.SharedKernel;

/// <summary>
/// Who hands out ticket numbers. Each issuer draws from a half of its own, so that two services never give out the same
/// number and none has to ask the other.
/// </summary>
public enum TicketNumberIssuer
{
    /// <summary>Customers' bookings.</summary>
    Booking = 0,

    /// <summary>Tickets that agents open for callers.</summary>
    Tickets = 1,
}

/// <summary>
/// The number of a ticket that a person can read out: <c>TK</c> and eight Crockford base-32 characters (no I, L, O, U),
/// 40 bits of which 39 are random and one is the issuer's.
/// </summary>
/// <remarks>Alphabet: Douglas Crockford, "Base 32", crockford.com/base32.html.</remarks>
public static class TicketNumber
{
    private const string Prefix = "TK";
    private const int Symbols = 8;
    private const int LongestText = 100;
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly SearchValues<char> Known = SearchValues.Create(Alphabet);

    /// <summary>Draws a number. Two draws can meet: the issuer keeps a unique index and draws again.</summary>
    /// <param name="issuer">Decides the half of the space: the lowest bit of the first character.</param>
    public static string New(TicketNumberIssuer issuer)
    {
        Span<char> number = stackalloc char[10];
        number[0] = 'T';
        number[1] = 'K';
        number[2] = Alphabet[(RandomNumberGenerator.GetInt32(16) << 1) | (int)issuer];
        for (var i = 3; i < number.Length; i++)
            number[i] = Alphabet[RandomNumberGenerator.GetInt32(32)];

        return new string(number);
    }

    /// <summary>
    /// Reads a number as a person writes it down: any case and width, spaces and hyphens anywhere, <c>I</c> and <c>L</c> for 1,
    /// <c>O</c> for 0, with or without <c>TK</c>.
    /// </summary>
    /// <param name="text">What a client sent.</param>
    /// <param name="number">The number in its published form, when it is one.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? number)
    {
        number = null;
        if (text is null || text.Length > LongestText)
            return false;

        Span<char> symbols = stackalloc char[Prefix.Length + Symbols];
        var count = 0;
        foreach (var character in RequestText.Trim(text).EnumerateRunes())
        {
            if (RequestText.IsInvisible(character) || IsSeparator(character))
                continue;
            if (count == symbols.Length || Symbol(character.Value) is not { } symbol)
                return false;
            symbols[count++] = symbol;
        }

        var read = symbols[..count];
        // Eight characters may begin with TK by chance; then they are the whole number.
        if (count == symbols.Length && read.StartsWith(Prefix))
            read = read[Prefix.Length..];
        if (read.Length != Symbols)
            return false;

        read.Replace('I', '1');
        read.Replace('L', '1');
        read.Replace('O', '0');
        if (read.ContainsAnyExcept(Known))
            return false;

        number = string.Concat(Prefix, read);
        return true;
    }

    private static bool IsSeparator(Rune character) => character.Value == '−'
        || Rune.GetUnicodeCategory(character) is UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation;

    // The letter or digit in upper case and half width.
    private static char? Symbol(int character)
    {
        var narrow = character is >= '！' and <= '～' ? character - '！' + '!' : character;
        return narrow < 128 && char.IsAsciiLetterOrDigit((char)narrow) ? char.ToUpperInvariant((char)narrow) : null;
    }
}

/// <summary>What a path names a ticket by: its id or its number.</summary>
public static class TicketKey
{
    /// <summary>Reads the <c>{id}</c> of a path.</summary>
    /// <param name="text">The path segment.</param>
    /// <param name="id">The id, when it is one.</param>
    /// <param name="number">The number in its published form, when it is one.</param>
    /// <returns>False when it is neither, so that no such ticket can exist.</returns>
    public static bool TryParse(string? text, out Guid? id, out string? number)
    {
        id = null;
        if (TicketNumber.TryParse(text, out number))
            return true;

        if (!Guid.TryParseExact(text, "D", out var parsed))
            return false;

        id = parsed;
        return true;
    }
}
