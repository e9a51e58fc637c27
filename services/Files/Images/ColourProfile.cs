using System.Buffers.Binary;
using System.Text;

namespace Meida.Files.Images;

/// <summary>
/// Which colours a picture's numbers mean. A profile that came with a picture is never stored, because it can carry
/// anything: the two that cameras and phones write beside sRGB are recognised by their primaries and replaced by ours,
/// every other picture counts as sRGB, which needs no profile.
/// </summary>
internal static class ColourProfile
{
    private const double Tolerance = 0.002;
    private const int HeaderLength = 128;
    private const int EntryLength = 12;
    private const int MaxTags = 64;

    // Columns of the profile connection space (ICC.1:2022, 8.2), and the parameters of the tone curve.
    private static readonly Known[] All =
    [
        Make("Display P3", [0.5151, 0.2412, -0.0011, 0.2920, 0.6922, 0.0419, 0.1571, 0.0666, 0.7841], 3, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]),
        Make("Wide gamut 1998", [0.6097, 0.3111, 0.0195, 0.2053, 0.6257, 0.0609, 0.1492, 0.0632, 0.7446], 0, [563 / 256.0]),
    ];

    /// <summary>Our profile for the colours of a foreign one; null when the picture counts as sRGB.</summary>
    public static byte[]? InPlaceOf(ReadOnlySpan<byte> foreign)
    {
        if (foreign.Length < HeaderLength + 4 || !foreign[16..].StartsWith("RGB XYZ "u8))
            return null;

        Span<double> primaries = stackalloc double[9];
        return Primary(foreign, "rXYZ"u8, primaries) && Primary(foreign, "gXYZ"u8, primaries[3..]) && Primary(foreign, "bXYZ"u8, primaries[6..])
            ? Find(primaries)
            : null;
    }

    private static byte[]? Find(ReadOnlySpan<double> primaries)
    {
        foreach (var known in All)
        {
            var equal = true;
            for (var i = 0; i < primaries.Length; i++)
                equal &= Math.Abs(known.Primaries[i] - primaries[i]) < Tolerance;
            if (equal)
                return known.Profile;
        }

        return null;
    }

    private static bool Primary(ReadOnlySpan<byte> profile, ReadOnlySpan<byte> tag, Span<double> values)
    {
        var tags = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(profile[HeaderLength..]), MaxTags);
        for (var entries = profile[(HeaderLength + 4)..]; tags > 0 && entries.Length >= EntryLength; tags--, entries = entries[EntryLength..])
        {
            if (!entries.StartsWith(tag))
                continue;
            var offset = BinaryPrimitives.ReadUInt32BigEndian(entries[4..]);
            if (offset > profile.Length - 20 || !profile[(int)offset..].StartsWith("XYZ "u8))
                return false;
            for (var i = 0; i < 3; i++)
                values[i] = BinaryPrimitives.ReadInt32BigEndian(profile[((int)offset + 8 + (4 * i))..]) / 65536.0;
            return true;
        }

        return false;
    }

    private static Known Make(string name, double[] primaries, ushort curveKind, double[] curve)
    {
        var text = Text(name);
        var white = Triple(0.9642, 1, 0.8249);
        byte[] tone = [.. "para"u8, 0, 0, 0, 0, 0, (byte)curveKind, 0, 0, .. curve.SelectMany(Fixed)];
        (string Tag, byte[] Data)[] tags =
        [
            ("desc", text), ("cprt", text), ("wtpt", white),
            ("rXYZ", Triple(primaries[0], primaries[1], primaries[2])),
            ("gXYZ", Triple(primaries[3], primaries[4], primaries[5])),
            ("bXYZ", Triple(primaries[6], primaries[7], primaries[8])),
            ("rTRC", tone), ("gTRC", tone), ("bTRC", tone),
        ];

        var table = new List<byte>(Int(tags.Length));
        var data = new List<byte>();
        var places = new Dictionary<byte[], int>();
        foreach (var (tag, bytes) in tags)
        {
            if (places.TryAdd(bytes, HeaderLength + 4 + (tags.Length * EntryLength) + data.Count))
                data.AddRange(bytes);
            table.AddRange([.. Encoding.ASCII.GetBytes(tag), .. Int(places[bytes]), .. Int(bytes.Length)]);
        }

        byte[] header =
        [
            .. Int(HeaderLength + table.Count + data.Count), 0, 0, 0, 0, 4, 0x30, 0, 0, .. "mntrRGB XYZ "u8, .. new byte[12], .. "acsp"u8,
            .. new byte[28], .. Fixed(0.9642), .. Fixed(1), .. Fixed(0.8249), .. new byte[48],
        ];
        return new Known(primaries, [.. header, .. table, .. data]);
    }

    private static byte[] Text(string text)
    {
        var unicode = Encoding.BigEndianUnicode.GetBytes(text);
        byte[] tag = [.. "mluc"u8, 0, 0, 0, 0, .. Int(1), .. Int(12), .. "enUS"u8, .. Int(unicode.Length), .. Int(28), .. unicode];
        return [.. tag, .. new byte[-tag.Length & 3]];
    }

    private static byte[] Triple(double x, double y, double z) => [.. "XYZ "u8, 0, 0, 0, 0, .. Fixed(x), .. Fixed(y), .. Fixed(z)];

    private static byte[] Fixed(double value) => Int((int)Math.Round(value * 65536));

    private static byte[] Int(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private sealed record Known(double[] Primaries, byte[] Profile);
}
