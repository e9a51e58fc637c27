using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Meida.Files.Images;

/// <summary>
/// Copies a PNG chunk by chunk and keeps the picture, its transparency and its colours; texts, times, Exif (but for the
/// orientation), unknown chunks and whatever follows the end are dropped.
/// </summary>
internal static class PngCleaner
{
    // Compressed, so its size in the file bounds what a decoder may have to unpack; real ones are a few KB.
    private const int MaxProfile = 64 * 1024;

    private static readonly HashSet<string> Kept =
        ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "sBIT", "sRGB", "cICP", "bKGD", "pHYs"];

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static CleanImage Clean(ReadOnlySpan<byte> file)
    {
        var clean = new ArrayBufferWriter<byte>(file.Length);
        clean.Write(Signature);
        var rest = file[Signature.Length..];
        int? orientation = null;
        var first = true;

        while (true)
        {
            var (type, length) = Header(rest);
            var chunk = rest[..(length + 12)];
            rest = rest[chunk.Length..];
            if (first != (type == "IHDR") || !HasRightSum(chunk))
                throw ImageRejectedException.Damaged();
            first = false;

            switch (type)
            {
                case "acTL" or "fcTL" or "fdAT":
                    throw ImageRejectedException.Unsupported("An animated image is not supported.");
                case "eXIf" when orientation is null:
                    orientation = ExifOrientation.Read(chunk[8..^4]);
                    if (orientation != ExifOrientation.Upright)
                        Keep(clean, "eXIf"u8, ExifOrientation.Write(orientation.Value));
                    break;
                case "iCCP" when length <= MaxProfile:
                    clean.Write(chunk);
                    break;
                default:
                    if (Kept.Contains(type))
                        clean.Write(chunk);
                    else if (char.IsAsciiLetterUpper(type[0]))
                        throw ImageRejectedException.Damaged(); // a critical chunk nobody knows
                    break;
            }

            if (type == "IEND")
                return new CleanImage(clean.WrittenSpan.ToArray(), orientation ?? ExifOrientation.Upright, file.Length - rest.Length);
        }
    }

    private static (string Type, int Length) Header(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 12)
            throw ImageRejectedException.Damaged();
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - 12)
            throw ImageRejectedException.Damaged();
        return (Encoding.Latin1.GetString(rest[4..8]), (int)length);
    }

    private static bool HasRightSum(ReadOnlySpan<byte> chunk) =>
        Crc32.HashToUInt32(chunk[4..^4]) == BinaryPrimitives.ReadUInt32BigEndian(chunk[^4..]);

    private static void Keep(ArrayBufferWriter<byte> clean, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = [0, 0, 0, 0, .. type, .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, (uint)data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan()[^4..], Crc32.HashToUInt32(chunk.AsSpan()[4..^4]));
        clean.Write(chunk);
    }
}
