using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Meida.Files.Images;

/// <summary>
/// Copies a WebP chunk by chunk and keeps picture, transparency and colour profile; Exif (but for the orientation),
/// XMP, unknown chunks and whatever follows the container are dropped.
/// </summary>
internal static class WebPCleaner
{
    private const byte AnimationFlag = 0x02;
    private const byte XmpFlag = 0x04;
    private const byte ExifFlag = 0x08;

    public static CleanImage Clean(ReadOnlySpan<byte> file)
    {
        var size = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (size < 12 || size > file.Length - 8)
            throw ImageRejectedException.Damaged();

        var clean = new ArrayBufferWriter<byte>(file.Length);
        clean.Write(file[..12]);
        var rest = file[12..(int)(size + 8)];
        int? orientation = null;
        var extended = false;
        var pictures = 0;

        while (rest.Length > 0)
        {
            var (type, length) = Header(rest);
            var chunk = rest[..Math.Min(length + 8 + (length & 1), rest.Length)];
            rest = rest[chunk.Length..];
            switch (type)
            {
                case "VP8X" when !extended && pictures == 0 && length >= 10:
                    if ((chunk[8] & AnimationFlag) != 0)
                        throw ImageRejectedException.Unsupported("An animated image is not supported.");
                    extended = true;
                    clean.Write(chunk);
                    break;
                case "ANIM" or "ANMF":
                    throw ImageRejectedException.Unsupported("An animated image is not supported.");
                case "VP8 " or "VP8L":
                    pictures++;
                    Keep(clean, chunk);
                    break;
                case "ICCP" or "ALPH":
                    Keep(clean, chunk);
                    break;
                case "EXIF" when extended && orientation is null:
                    orientation = ExifOrientation.Read(chunk[8..(8 + length)]);
                    if (orientation != ExifOrientation.Upright)
                        Keep(clean, Chunk("EXIF"u8, ExifOrientation.Write(orientation.Value)));
                    break;
                case "VP8X":
                    throw ImageRejectedException.Damaged();
                default:
                    break;
            }
        }

        if (pictures != 1)
            throw ImageRejectedException.Damaged();

        var bytes = clean.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), (uint)(bytes.Length - 8));
        var kept = orientation ?? ExifOrientation.Upright;
        if (extended)
            bytes[20] = (byte)((bytes[20] & ~(XmpFlag | ExifFlag)) | (kept == ExifOrientation.Upright ? 0 : ExifFlag));
        return new CleanImage(bytes, kept, (int)size + 8);
    }

    private static (string Type, int Length) Header(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 8)
            throw ImageRejectedException.Damaged();
        var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
        if (length > rest.Length - 8)
            throw ImageRejectedException.Damaged();
        return (Encoding.Latin1.GetString(rest[..4]), (int)length);
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = [.. type, 0, 0, 0, 0, .. data];
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), data.Length);
        return chunk;
    }

    private static void Keep(ArrayBufferWriter<byte> clean, ReadOnlySpan<byte> chunk)
    {
        clean.Write(chunk);
        if ((chunk.Length & 1) == 1)
            clean.Write((ReadOnlySpan<byte>)[0]);
    }
}
