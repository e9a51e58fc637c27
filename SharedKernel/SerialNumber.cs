using System.Text;

namespace Meida.SharedKernel;

/// <summary>A product's serial number: 4-30 letters, digits and hyphens. Two that differ in case alone are one.</summary>
public static class SerialNumber
{
    /// <summary>The greatest length.</summary>
    public const int MaxLength = 30;

    private const int MinLength = 4;

    /// <summary>Reads a number as people copy it: invisible characters are dropped, full-width ones and foreign hyphens understood.</summary>
    /// <param name="text">The text.</param>
    /// <param name="serialNumber">The number in the letters it was written in, when it is one.</param>
    public static bool TryParse(string? text, out string serialNumber)
    {
        serialNumber = Plain(RequestText.Trim(RequestText.WithoutInvisible(text ?? "")));
        return serialNumber.Length is >= MinLength and <= MaxLength
            && serialNumber.All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
            && serialNumber.Any(char.IsAsciiLetterOrDigit);
    }

    /// <summary>Checks a number that may be missing; blank counts as missing.</summary>
    /// <param name="field">The field's name, for the error.</param>
    /// <param name="text">What was sent.</param>
    /// <param name="serialNumber">The number; null when missing or wrong.</param>
    /// <returns>The rule it breaks, or null.</returns>
    public static FieldError? CheckOptional(string field, string? text, out string? serialNumber)
    {
        serialNumber = null;
        if (RequestText.HasControlCharacters(text ?? "", multiline: true))
            return new FieldError(field, "control-characters", "Must not contain control characters.");
        if (RequestText.Trim(text).Length == 0)
            return null;
        if (!TryParse(text, out var read))
            return new FieldError(field, "format", $"Must be {MinLength} to {MaxLength} letters, digits and hyphens.");

        serialNumber = read;
        return null;
    }

    /// <summary>The form by which a number is found.</summary>
    /// <param name="serialNumber">The number.</param>
    public static string Key(string serialNumber) => serialNumber.ToUpperInvariant();

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            plain.Append(character switch
            {
                >= '！' and <= '～' => (char)(character - '！' + '!'),
                >= '\u2010' and <= '\u2015' or '\u2212' or '\uFE63' => '-',
                _ => character,
            });
        }

        return plain.ToString();
    }
}
