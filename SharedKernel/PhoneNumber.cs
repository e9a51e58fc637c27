using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Meida.SharedKernel;

/// <summary>
/// A telephone number in mainland China: a mobile number of 11 digits or a land line with its area code. What a person
/// types or copies may hold spaces, dashes, brackets, full-width digits, invisible characters and a <c>+86</c>.
/// </summary>
/// <remarks>Ranges after the national numbering plan: mobile <c>1[3-9]</c>, area codes <c>010</c>, <c>02x</c>, <c>0[3-9]xx</c>.</remarks>
public sealed partial record PhoneNumber
{
    private PhoneNumber(string value) => Value = value;

    /// <summary>The digits alone, without country code: <c>13800138000</c>, <c>057188886666</c>.</summary>
    public string Value { get; }

    /// <summary>The form that may be shown: <c>138****8000</c>. The middle is hidden, the last four digits stay.</summary>
    public string Masked => string.Concat(Value.AsSpan(0, 3), "****", Value.AsSpan(Value.Length - 4));

    /// <summary>Reads what a person typed.</summary>
    /// <param name="text">The text; null and blank are no number.</param>
    /// <param name="phone">The number, when there is one.</param>
    /// <returns>Whether <paramref name="text"/> is a telephone number.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PhoneNumber? phone)
    {
        phone = null;
        if (string.IsNullOrWhiteSpace(text) || RequestText.WithoutInvisible(text) is not { Length: <= 40 } visible)
            return false;

        var digits = Digits(visible);
        if (digits is null)
            return false;

        if (WithoutCountryCode(digits) is { } national)
        {
            // A land line dialled with its country code drops the area code's zero.
            digits = LandLineWithoutZero().IsMatch(national) && !Mobile().IsMatch(national) ? "0" + national : national;
        }

        if (!Mobile().IsMatch(digits) && !LandLine().IsMatch(digits))
            return false;

        phone = new PhoneNumber(digits);
        return true;
    }

    /// <summary>The masked form: a number that is logged by mistake stays hidden.</summary>
    public override string ToString() => Masked;

    private static string? WithoutCountryCode(string digits) => digits switch
    {
        ['+', '8', '6', ..] => digits[3..],
        ['0', '0', '8', '6', ..] => digits[4..],
        _ => null,
    };

    // Null when a character is neither a digit nor one of the separators people use.
    private static string? Digits(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is >= '0' and <= '9')
                kept.Append(character);
            else if (character is >= '０' and <= '９')
                kept.Append((char)(character - '０' + '0'));
            else if (character is '+' or '＋' && kept.Length == 0)
                kept.Append('+');
            else if (character is not (' ' or '\u3000' or '\u00a0' or '-' or '－' or '‐' or '–' or '—' or '(' or ')' or '（' or '）' or '.' or '·'))
                return null;
        }

        return kept.ToString();
    }

    [GeneratedRegex("^1[3-9][0-9]{9}$")]
    private static partial Regex Mobile();

    [GeneratedRegex("^0(10|2[0-9])[1-9][0-9]{7}$|^0[3-9][0-9]{2}[1-9][0-9]{6,7}$")]
    private static partial Regex LandLine();

    [GeneratedRegex("^(10|2[0-9])[1-9][0-9]{7}$|^[3-9][0-9]{2}[1-9][0-9]{6,7}$")]
    private static partial Regex LandLineWithoutZero();
}
