using System.Diagnostics.CodeAnalysis;

namespace Meida.SharedKernel;

/// <summary>A rule that a field of a request breaks.</summary>
/// <param name="Field">The field, in camelCase as the client sent it.</param>
/// <param name="Code">A stable word that pages translate: <c>required</c>, <c>length</c>, <c>format</c>, …</param>
/// <param name="Message">The reason in English.</param>
public sealed record FieldError(string Field, string Code, string Message);

/// <summary>Text that people type: any Unicode, Chinese first, but no control characters.</summary>
public static class RequestText
{
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
        cleaned = text?.Trim() ?? "";
        if (cleaned.Length == 0)
            return new FieldError(field, "required", "Required.");

        if (HasControlCharacters(cleaned, multiline))
            return new FieldError(field, "control-characters", "Must not contain control characters.");

        var length = LengthInCharacters(cleaned);
        return length < min || length > max
            ? new FieldError(field, "length", min == max ? $"Must be {min} characters." : $"Must be {min} to {max} characters.")
            : null;
    }

    /// <summary>Checks and trims a text that may be missing; blank counts as missing.</summary>
    /// <inheritdoc cref="Check" path="/param"/>
    /// <returns>The rule it breaks, or null.</returns>
    public static FieldError? CheckOptional(string field, string? text, int max, bool multiline, out string? cleaned)
    {
        cleaned = null;
        if (string.IsNullOrWhiteSpace(text) && !HasControlCharacters(text ?? "", multiline: true))
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
