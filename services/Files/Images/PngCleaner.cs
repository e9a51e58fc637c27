using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Meida.Files.Images;

/// <summary>
/// Copies a PNG chunk by chunk and keeps the picture, its transparency and which colours are meant; texts, times, Exif
/// (but for the orientation), unknown chunks and whatever follows the end are dropped.
/// </summary>
internal static class PngCleaner
{
    // Ours fits in many times; more of a foreign one is not unpacked.
    private const int MaxProfile = 4096;
    private const double Cost = 10;
    private const double BitCost = 0.7;
    private const int PaletteKind = 3;

    // With the most bytes that each may have; all but the data stand once.
    private static readonly Dictionary<string, int> Kept = new()
    {
        ["IHDR"] = 13,
        ["PLTE"] = 768,
        ["IDAT"] = int.MaxValue,
        ["IEND"] = 0,
        ["tRNS"] = 256,
        ["cHRM"] = 32,
        ["gAMA"] = 4,
        ["sBIT"] = 4,
        ["sRGB"] = 1,
        ["cICP"] = 4,
        ["bKGD"] = 6,
        ["pHYs"] = 9,
    };

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static CleanImage Clean(ReadOnlySpan<byte> file)
    {
        var clean = new ArrayBufferWriter<byte>(file.Length);
        clean.Write(Signature);
        var rest = file[Signature.Length..];
        int? orientation = null;
        PngHeader? header = null;
        var seen = new HashSet<string>();

        while (true)
        {
            var (type, length) = Header(rest);
            var chunk = rest[..(length + 12)];
            var data = chunk[8..^4];
            rest = rest[chunk.Length..];
            if (header is null != (type == "IHDR") || !HasRightSum(chunk))
                throw ImageRejectedException.Damaged();
            header ??= PngHeader.Read(data);
            var isNew = seen.Add(type);

            switch (type)
            {
                case "acTL" or "fcTL" or "fdAT":
                    throw ImageRejectedException.Unsupported("An animated image is not supported.");
                case "eXIf" when isNew:
                    orientation = ExifOrientation.Read(data);
                    if (orientation != ExifOrientation.Upright)
                        Keep(clean, "eXIf"u8, ExifOrientation.Write(orientation.Value));
                    break;
                case "iCCP" when isNew && Profile(data) is { } profile:
                    Keep(clean, "iCCP"u8, [.. "colours"u8, 0, 0, .. profile]);
                    break;
                // Elsewhere it only suggests colours to a display that has few.
                case "PLTE" when header.Value.ColourKind != PaletteKind:
                    break;
                case "PLTE":
                    if (!isNew)
                        throw ImageRejectedException.Damaged();
                    Keep(clean, "PLTE"u8, data[..Math.Min(data.Length, 3 << header.Value.Depth)]);
                    break;
                default:
                    if (Kept.TryGetValue(type, out var most) && length <= most && (isNew || type == "IDAT"))
                        clean.Write(chunk);
                    else if (char.IsAsciiLetterUpper(type[0]))
                        throw ImageRejectedException.Damaged(); // a critical chunk nobody knows
                    break;
            }

            if (type == "IEND")
                return new CleanImage(
                    clean.WrittenSpan.ToArray(), orientation ?? ExifOrientation.Upright, file.Length - rest.Length, header.Value.Width, header.Value.Height,
                    (Cost + (BitCost * header.Value.BitsPerPixel)) * (header.Value.IsInterlaced ? 2 : 1));
        }
    }

    /// <summary>The packed pixels of a clean file hold more than its picture: bytes behind their end, or rows too many.</summary>
    public static bool HoldsMore(ReadOnlySpan<byte> clean)
    {
        var packed = new ArrayBufferWriter<byte>(clean.Length);
        PngHeader? header = null;
        for (var rest = clean[Signature.Length..]; rest.Length > 0;)
        {
            var (type, length) = Header(rest);
            header ??= PngHeader.Read(rest[8..(8 + length)]);
            if (type == "IDAT")
                packed.Write(rest[8..(8 + length)]);
            rest = rest[(length + 12)..];
        }

        using var source = new LastByteApart(packed.WrittenMemory);
        using var unpacked = new ZLibStream(source, CompressionMode.Decompress);
        var buffer = new byte[64 * 1024];
        var expected = header!.Value.UnpackedLength;
        try
        {
            while (expected >= 0 && unpacked.Read(buffer) is var count and > 0)
                expected -= count;
        }
        catch (InvalidDataException)
        {
            throw ImageRejectedException.Damaged();
        }

        return expected < 0 || !source.IsRead;
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

    private static byte[]? Profile(ReadOnlySpan<byte> data)
    {
        var name = data.IndexOf((byte)0);
        if (name < 0 || name + 2 >= data.Length)
            return null;

        var foreign = new byte[MaxProfile];
        int length;
        try
        {
            using var unpacked = new ZLibStream(new MemoryStream(data[(name + 2)..].ToArray()), CompressionMode.Decompress);
            length = unpacked.ReadAtLeast(foreign, foreign.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            return null;
        }

        if (ColourProfile.InPlaceOf(foreign.AsSpan(0, length)) is not { } profile)
            return null;
        using var packed = new MemoryStream();
        using (var packing = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            packing.Write(profile);
        return packed.ToArray();
    }

    private static void Keep(ArrayBufferWriter<byte> clean, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = [0, 0, 0, 0, .. type, .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, (uint)data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan()[^4..], Crc32.HashToUInt32(chunk.AsSpan()[4..^4]));
        clean.Write(chunk);
    }

    private readonly record struct PngHeader(int Width, int Height, int Depth, int ColourKind, bool IsInterlaced)
    {
        public int BitsPerPixel => Depth * ColourKind switch
        {
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 1,
        };

        /// <summary>Rows with a filter byte each; interlaced, those of seven pictures.</summary>
        public long UnpackedLength => IsInterlaced
            ? Pass(0, 0, 8, 8) + Pass(4, 0, 8, 8) + Pass(0, 4, 4, 8) + Pass(2, 0, 4, 4) + Pass(0, 2, 2, 4) + Pass(1, 0, 2, 2) + Pass(0, 1, 1, 2)
            : Pass(0, 0, 1, 1);

        public static PngHeader Read(ReadOnlySpan<byte> data)
        {
            if (data.Length != 13)
                throw ImageRejectedException.Damaged();
            var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
            if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue || data[8] is 0 or > 16)
                throw ImageRejectedException.Damaged();
            return new PngHeader((int)width, (int)height, data[8], data[9], data[12] != 0);
        }

        private long Pass(int x, int y, int stepX, int stepY)
        {
            var columns = ((long)Width - x + stepX - 1) / stepX;
            var rows = ((long)Height - y + stepY - 1) / stepY;
            return columns <= 0 || rows <= 0 ? 0 : rows * (1 + (((columns * BitsPerPixel) + 7) / 8));
        }
    }

    /// <summary>Hands out the last byte alone, so that who has read it has needed it.</summary>
    private sealed class LastByteApart(ReadOnlyMemory<byte> bytes) : Stream
    {
        private int _position;

        public bool IsRead => _position == bytes.Length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => bytes.Length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var left = bytes.Length - _position;
            var count = Math.Min(buffer.Length, left > 1 ? left - 1 : left);
            bytes.Span.Slice(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
