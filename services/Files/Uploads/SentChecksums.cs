using Meida.ServiceDefaults.Refusals;

namespace Meida.Files.Uploads;

/// <summary>
/// What an uploader says of its files: <c>X-Checksum-SHA256</c>, the SHA-256 of each file in hex, in the order of the files,
/// separated by commas. Nobody has to send it.
/// </summary>
internal static class SentChecksums
{
    public const string Header = "X-Checksum-SHA256";

    private const int Length = 64;

    /// <summary>The checksums in lower case, one a file; empty when none were sent.</summary>
    /// <exception cref="ProblemException">400: something else stands there.</exception>
    public static IReadOnlyList<string> Read(string? header)
    {
        if (string.IsNullOrWhiteSpace(header))
            return [];

        var checksums = header.Split(',', StringSplitOptions.TrimEntries);
        return checksums.All(text => text.Length == Length && text.All(char.IsAsciiHexDigit))
            ? [.. checksums.Select(text => text.ToLowerInvariant())]
            : throw new FieldErrors().Add(Header, "format", "Must be the SHA-256 of each file: 64 hexadecimal digits, separated by commas.").ToException();
    }
}
