using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Meida.Files.Images;

/// <summary>
/// Copies a WebP chunk by chunk and keeps picture, transparency and which colours are meant; Exif (but for the
/// orientation), XMP, unknown chunks and whatever follows the container are dropped.
/// </summary>
internal static class WebPCleaner
{
    private const byte AnimationFlag = 0x02;
    private const byte ExifFlag = 0x08;
    private const byte AlphaFlag = 0x10;
    private const byte ProfileFlag = 0x20;
    private const double Cost = 65;

    public static CleanImage Clean(ReadOnlySpan<byte> file)
    {
        var size = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (size < 12 || size > file.Length - 8)
            throw ImageRejectedException.Damaged();

        var clean = new ArrayBufferWriter<byte>(file.Length);
        clean.Write(file[..12]);
        var rest = file[12..(int)(size + 8)];
        int? orientation = null;
        bool extended = false, hasAlpha = false, hasProfile = false;
        byte flags = 0;
        var (width, height) = (0, 0);

        while (rest.Length > 0)
        {
            var (type, length) = Header(rest);
            var chunk = rest[..Math.Min(length + 8 + (length & 1), rest.Length)];
            var data = chunk.Slice(8, length);
            rest = rest[chunk.Length..];
            switch (type)
            {
                case "VP8X" when !extended && width == 0 && length >= 10:
                    if ((data[0] & AnimationFlag) != 0)
                        throw ImageRejectedException.Unsupported("An animated image is not supported.");
                    extended = true;
                    flags = (byte)(data[0] & AlphaFlag);
                    Keep(clean, "VP8X"u8, [0, 0, 0, 0, .. data[4..10]]);
                    break;
                case "ANIM" or "ANMF":
                    throw ImageRejectedException.Unsupported("An animated image is not supported.");
                case "VP8 " or "VP8L" when width == 0:
                    (width, height) = type == "VP8 " ? LossySize(data) : LosslessSize(data);
                    Keep(clean, chunk[..4], data);
                    break;
                case "ICCP" when extended && !hasProfile:
                    hasProfile = true;
                    if (ColourProfile.InPlaceOf(data) is not { } profile)
                        break;
                    flags |= ProfileFlag;
                    Keep(clean, "ICCP"u8, profile);
                    break;
                case "ALPH" when !hasAlpha:
                    hasAlpha = true;
                    Keep(clean, "ALPH"u8, data);
                    break;
                case "EXIF" when extended && orientation is null:
                    orientation = ExifOrientation.Read(data);
                    if (orientation == ExifOrientation.Upright)
                        break;
                    flags |= ExifFlag;
                    Keep(clean, "EXIF"u8, ExifOrientation.Write(orientation.Value));
                    break;
                case "VP8X" or "VP8 " or "VP8L":
                    throw ImageRejectedException.Damaged();
                default:
                    break;
            }
        }

        if (width == 0)
            throw ImageRejectedException.Damaged();

        var bytes = clean.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), (uint)(bytes.Length - 8));
        if (extended)
            bytes[20] = flags;
        return new CleanImage(bytes, orientation ?? ExifOrientation.Upright, (int)size + 8, width, height, Cost);
    }

    // RFC 9649 and RFC 6386, 9.1: behind a tag of three bytes and a mark of three stand fourteen bits each.
    private static (int Width, int Height) LossySize(ReadOnlySpan<byte> data) => data.Length < 10
        ? throw ImageRejectedException.Damaged()
        : Size(BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF);

    private static (int Width, int Height) LosslessSize(ReadOnlySpan<byte> data)
    {
        if (data.Length < 5)
            throw ImageRejectedException.Damaged();
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
        return Size((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
    }

    private static (int Width, int Height) Size(int width, int height) =>
        width == 0 || height == 0 ? throw ImageRejectedException.Damaged() : (width, height);

    private static (string Type, int Length) Header(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 8)
            throw ImageRejectedException.Damaged();
        var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
        if (length > rest.Length - 8)
            throw ImageRejectedException.Damaged();
        return (Encoding.Latin1.GetString(rest[..4]), (int)length);
    }

    private static void Keep(ArrayBufferWriter<byte> clean, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> head = stackalloc byte[8];
        type.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], data.Length);
        clean.Write(head);
        clean.Write(data);
        if ((data.Length & 1) == 1)
            clean.Write((ReadOnlySpan<byte>)[0]);
    }
}
