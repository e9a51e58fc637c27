using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Meida.SharedKernel;

/// <summary>A rule that a field of a request breaks.</summary>
/// <param name="Field">The field, in camelCase as the client sent it.</param>
/// <param name="Code">A stable word that pages translate: <c>required</c>, <c>length</c>, <c>format</c>, …</param>
/// <param name="Message">The reason in English.</param>
public sealed record FieldError(string Field, string Code, string Message);

/// <summary>Text that people type: any Unicode, Chinese first, but no control characters.</summary>
/// <remarks>
/// Invisible characters are those that Unicode has renderers ignore (DerivedCoreProperties, <c>Default_Ignorable_Code_Point</c>):
/// zero width, direction marks, byte-order marks, variation selectors, fillers. They come along when people copy text.
/// </remarks>
public static class RequestText
{
    /// <summary>Whether a character shows nothing and is no white space.</summary>
    /// <param name="character">The character.</param>
    public static bool IsInvisible(Rune character) => character.Value switch
    {
        // The few format characters that are seen: signs in front of Arabic, Syriac and Kaithi numbers.
        >= 0x0600 and <= 0x0605 or 0x06DD or 0x070F or 0x0890 or 0x0891 or 0x08E2 or 0x110BD or 0x110CD => false,
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or >= 0x180B and <= 0x180F or 0x3164 or 0xFFA0 => true,
        >= 0xFE00 and <= 0xFE0F or >= 0xE0000 and <= 0xE0FFF => true,
        _ => Rune.GetUnicodeCategory(character) == UnicodeCategory.Format,
    };

    /// <summary>Whether an invisible character stands anywhere in the text.</summary>
    /// <param name="text">The text.</param>
    public static bool HasInvisible([NotNull] string text)
    {
        foreach (var character in text.EnumerateRunes())
        {
            if (IsInvisible(character))
                return true;
        }

        return false;
    }

    /// <summary>The text without its invisible characters, for numbers that people copy: telephone, ticket, serial.</summary>
    /// <param name="text">The text.</param>
    public static string WithoutInvisible([NotNull] string text)
    {
        if (!HasInvisible(text))
            return text;

        var kept = new StringBuilder(text.Length);
        foreach (var character in text.EnumerateRunes())
        {
            if (!IsInvisible(character))
                kept.Append(character);
        }

        return kept.ToString();
    }

    /// <summary>The text without white space and invisible characters at its ends; null counts as empty.</summary>
    /// <param name="text">The text.</param>
    public static string Trim(string? text)
    {
        var rest = text.AsSpan();
        while (Rune.DecodeFromUtf16(rest, out var first, out var length) == OperationStatus.Done && IsBlank(first))
            rest = rest[length..];
        while (Rune.DecodeLastFromUtf16(rest, out var last, out var length) == OperationStatus.Done && IsBlank(last))
            rest = rest[..^length];
        return rest.Length == text?.Length ? text : rest.ToString();

        static bool IsBlank(Rune character) => Rune.IsWhiteSpace(character) || IsInvisible(character);
    }

    /// <summary>Whether the text holds a character that no field takes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="multiline">Whether line breaks and tabs are part of it, as in the description of a fault.</param>
    public static bool HasControlCharacters(string text, bool multiline = false)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (multiline && (character is '\n' or '\r' or '\t'))
                continue;

            if (char.IsControl(character))
                return true;

            // Half a surrogate pair is no text, and PostgreSQL takes no such thing.
            if (char.IsSurrogate(character))
            {
                if (i + 1 >= text.Length || !char.IsSurrogatePair(character, text[i + 1]))
                    return true;
                i++;
            }
        }

        return false;
    }

    /// <summary>Checks and trims a required text.</summary>
    /// <param name="field">The field's name, for the error.</param>
    /// <param name="text">What was sent.</param>
    /// <param name="min">The least length in characters after trimming.</param>
    /// <param name="max">The greatest.</param>
    /// <param name="multiline">Whether line breaks are part of it.</param>
    /// <param name="cleaned">The trimmed text, when it is right.</param>
    /// <returns>The rule it breaks, or null.</returns>
    public static FieldError? Check(string field, string? text, int min, int max, bool multiline, out string cleaned)
    {
        cleaned = Trim(text);
        if (cleaned.Length == 0)
            return new FieldError(field, "required", "Required.");

        if (HasControlCharacters(cleaned, multiline))
            return new FieldError(field, "control-characters", "Must not contain control characters.");

        var length = LengthInCharacters(cleaned);
        return length < min || length > max
            ? new FieldError(field, "length", min == max ? $"Must be {min} characters." : $"Must be {min} to {max} characters.")
            : null;
    }

    /// <summary>The same for a person's name, in which nothing may hide: it would fake what is read.</summary>
    /// <inheritdoc cref="Check" path="/param"/>
    /// <returns>The rule it breaks, or null.</returns>
    public static FieldError? CheckName(string field, string? text, int min, int max, out string cleaned)
    {
        var error = Check(field, text, min, max, multiline: false, out cleaned);
        return error is null && HasInvisible(cleaned)
            ? new FieldError(field, "control-characters", "Must not contain invisible characters.")
            : error;
    }

    /// <summary>Checks and trims a text that may be missing; blank counts as missing.</summary>
    /// <inheritdoc cref="Check" path="/param"/>
    /// <returns>The rule it breaks, or null.</returns>
    public static FieldError? CheckOptional(string field, string? text, int max, bool multiline, out string? cleaned)
    {
        cleaned = null;
        if (Trim(text).Length == 0 && !HasControlCharacters(text ?? "", multiline: true))
            return null;

        var error = Check(field, text, 1, max, multiline, out var checkedText);
        cleaned = error is null ? checkedText : null;
        return error;
    }

    /// <summary>Characters as a person counts them: a character outside the basic plane counts once.</summary>
    /// <param name="text">Well-formed text.</param>
    public static int LengthInCharacters([NotNull] string text)
    {
        var length = text.Length;
        foreach (var character in text)
        {
            if (char.IsLowSurrogate(character))
                length--;
        }

        return length;
    }
}
