using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

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
public static partial class TicketNumber
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

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

    /// <summary>Reads a number in any case.</summary>
    /// <param name="text">What a client sent.</param>
    /// <param name="number">The number in upper case, when it is one.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? number)
    {
        number = text?.Trim().ToUpperInvariant();
        if (number is not null && Form().IsMatch(number))
            return true;

        number = null;
        return false;
    }

    [GeneratedRegex("^TK[0-9A-HJKMNP-TV-Z]{8}$")]
    private static partial Regex Form();
}

/// <summary>What a path names a ticket by: its id or its number.</summary>
public static class TicketKey
{
    /// <summary>Reads the <c>{id}</c> of a path.</summary>
    /// <param name="text">The path segment.</param>
    /// <param name="id">The id, when it is one.</param>
    /// <param name="number">The number in upper case, when it is one.</param>
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
