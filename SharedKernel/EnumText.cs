using System.Collections.Concurrent;
using System.Text.Json;

namespace Meida.SharedKernel;

/// <summary>Names of enumerations as the API, the messages and the databases write them: <c>IN_PROGRESS</c>.</summary>
public static class EnumText
{
    /// <summary>The name of a value.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="value">The value.</param>
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.ByValue.GetOrAdd(value, static v => JsonNamingPolicy.SnakeCaseUpper.ConvertName(v.ToString()));

    /// <summary>Reads a name in any case.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="text">The name.</param>
    /// <param name="value">The value.</param>
    public static bool TryParse<T>(string? text, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (string.Equals(Of(candidate), text?.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Reads a name in any case.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="text">The name.</param>
    /// <exception cref="FormatException">It is the name of none.</exception>
    public static T Parse<T>(string text)
        where T : struct, Enum =>
        TryParse<T>(text, out var value) ? value : throw new FormatException($"'{text}' is no {typeof(T).Name}.");

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly ConcurrentDictionary<T, string> ByValue = new();
    }
}
