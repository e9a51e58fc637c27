using System.Text;

namespace Meida.Files.Images;

/// <summary>
/// Tells a polyglot, which is a picture and another file at once, from a picture with harmless bytes behind it. Phones
/// append videos, second exposures and padding; nobody's camera appends an archive, a document, a program or a script.
/// </summary>
internal static class ForeignFile
{
    // A ZIP archive is read from its end: this record, then a comment of at most 64 KB (APPNOTE.TXT 4.3.16).
    private const int LongestArchiveEnd = 22 + ushort.MaxValue;

    private static readonly byte[][] Beginnings =
        ["PK\u0003\u0004"u8.ToArray(), "MZ"u8.ToArray(), "\u007fELF"u8.ToArray(), "Rar!\u001a\u0007"u8.ToArray(), [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]];

    // Readers of these look for them anywhere, in any case. Shorter ones would stand in compressed pictures by chance.
    private static readonly byte[][] Anywhere =
        ["%PDF-"u8.ToArray(), "<?php"u8.ToArray(), "<script"u8.ToArray(), "<html"u8.ToArray(), "<svg>"u8.ToArray(), "<svg "u8.ToArray(), "<svg\n"u8.ToArray(), "<svg\r"u8.ToArray(), "<svg\t"u8.ToArray()];

    /// <summary>Whether the bytes behind a picture are, or hold, a file of another kind.</summary>
    public static bool Follows(ReadOnlySpan<byte> rest)
    {
        foreach (var beginning in Beginnings)
        {
            if (rest.StartsWith(beginning))
                return true;
        }

        return IsIn(rest);
    }

    /// <summary>Whether somebody who looks for another file finds one within these bytes.</summary>
    public static bool IsIn(ReadOnlySpan<byte> bytes)
    {
        for (var rest = bytes; rest.IndexOfAny((byte)'<', (byte)'%') is var next and >= 0; rest = rest[(next + 1)..])
        {
            foreach (var mark in Anywhere)
            {
                if (rest.Length - next >= mark.Length && Ascii.EqualsIgnoreCase(rest.Slice(next, mark.Length), mark))
                    return true;
            }
        }

        return bytes[Math.Max(0, bytes.Length - LongestArchiveEnd)..].IndexOf("PK\u0005\u0006"u8) >= 0;
    }
}
