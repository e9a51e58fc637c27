using System.Buffers.Binary;
using System.Text;
using NetVips;

namespace Meida.Files.Tests.Images;

/// <summary>Images made in code: random ones differ in every byte, equal seeds are equal.</summary>
internal static class Pictures
{
    public const string Secret = "SECRET-PLACE";

    public static byte[] Jpeg(int width = 64, int height = 48, int seed = 0, int? orientation = null, bool secrets = false, bool progressive = false)
    {
        using var picture = Picture(width, height, seed, orientation, secrets);
        return picture.JpegsaveBuffer(q: 90, interlace: progressive);
    }

    public static byte[] Png(int width = 64, int height = 48, int seed = 0, int? orientation = null, bool secrets = false, bool alpha = false)
    {
        using var picture = Picture(width, height, seed, orientation, secrets);
        using var final = alpha ? picture.Bandjoin(picture[0]) : picture.Copy();
        return final.PngsaveBuffer();
    }

    public static byte[] WebP(int width = 64, int height = 48, int seed = 0, int? orientation = null, bool secrets = false)
    {
        using var picture = Picture(width, height, seed, orientation, secrets);
        return picture.WebpsaveBuffer(lossless: true);
    }

    public static byte[] Of(string format, int width = 64, int height = 48, int? orientation = null, bool secrets = false) => format switch
    {
        "jpg" => Jpeg(width, height, orientation: orientation, secrets: secrets),
        "png" => Png(width, height, orientation: orientation, secrets: secrets),
        "webp" => WebP(width, height, orientation: orientation, secrets: secrets),
        _ => throw new ArgumentException(format),
    };

    /// <summary>A picture in one colour: many pixels in few bytes.</summary>
    public static byte[] Bomb(string format, int width, int height)
    {
        using var black = Image.Black(width, height);
        return format == "jpg" ? black.JpegsaveBuffer(q: 1) : black.PngsaveBuffer();
    }

    /// <summary>34 bytes that say they were a picture of this size.</summary>
    public static byte[] ClaimedWebP(int width, int height)
    {
        using var black = Image.Black(8, 8, bands: 3);
        var file = black.WebpsaveBuffer(lossless: true, keep: Enums.ForeignKeep.None);
        Assert.Equal("VP8L", Encoding.ASCII.GetString(file, 12, 4));
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(21)) & ~0x0FFFFFFFu;
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(21), bits | (uint)(width - 1) | ((uint)(height - 1) << 14));
        return file;
    }

    public static byte[] AnimatedWebP()
    {
        using var first = Picture(32, 32, 1, null, false);
        using var second = Picture(32, 32, 2, null, false);
        using var frames = Image.Arrayjoin([first, second], across: 1);
        using var animated = frames.Mutate(mutable => mutable.Set(GValue.GIntType, "page-height", 32));
        return animated.WebpsaveBuffer();
    }

    public static byte[] AnimatedPng() => InsertChunk(Png(), "acTL", new byte[8]);

    /// <summary>A PNG with one more chunk behind its header.</summary>
    public static byte[] InsertChunk(byte[] png, string type, byte[] data)
    {
        const int behindHeader = 8 + 25;
        return [.. png[..behindHeader], .. Chunk(type, data), .. png[behindHeader..]];
    }

    /// <summary>A JPEG with more segments behind its start.</summary>
    public static byte[] InsertSegments(byte[] jpeg, params (byte Marker, byte[] Body)[] segments) =>
    [
        .. jpeg[..2],
        .. segments.SelectMany(segment => (byte[])[0xFF, segment.Marker, (byte)((segment.Body.Length + 2) >> 8), (byte)(segment.Body.Length + 2), .. segment.Body]),
        .. jpeg[2..],
    ];

    /// <summary>Where a JPEG's segment begins.</summary>
    public static int Marker(byte[] jpeg, byte marker)
    {
        var position = 2;
        while (jpeg[position + 1] != marker)
            position += 2 + ((jpeg[position + 2] << 8) | jpeg[position + 3]);
        return position;
    }

    public static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var packing = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            packing.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>A PNG with more in its data than its picture.</summary>
    public static byte[] WithDataBehind(byte[] png, byte[] more, bool inChunkOfItsOwn) =>
        WithData(png, data => inChunkOfItsOwn ? [data, more] : [[.. data, .. more]]);

    /// <summary>A PNG whose data breaks off.</summary>
    public static byte[] WithoutLastData(byte[] png, int bytes) => WithData(png, data => [data[..^bytes]]);

    /// <summary>A grey PNG whose one row of pixels stands in the file as it is.</summary>
    public static byte[] PngOfBytes(byte[] row)
    {
        using var pixels = Image.NewFromMemoryCopy(row, row.Length, 1, 1, Enums.BandFormat.Uchar);
        return pixels.PngsaveBuffer(compression: 0, filter: Enums.ForeignPngFilter.None, keep: Enums.ForeignKeep.None);
    }

    private static byte[] WithData(byte[] png, Func<byte[], byte[][]> change)
    {
        List<byte> data = [];
        List<byte> before = [.. png[..8]];
        for (var position = 8; position < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(position));
            var type = Encoding.ASCII.GetString(png, position + 4, 4);
            if (type == "IDAT")
                data.AddRange(png[(position + 8)..(position + 8 + length)]);
            else if (type != "IEND")
                before.AddRange(png[position..(position + 12 + length)]);
            position += 12 + length;
        }

        return [.. before, .. change([.. data]).SelectMany(bytes => Chunk("IDAT", bytes)), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan()[^4..], System.IO.Hashing.Crc32.HashToUInt32(chunk.AsSpan()[4..^4]));
        return chunk;
    }

    /// <summary>The decoded pixels, as stored (no rotation).</summary>
    public static byte[] Pixels(byte[] file)
    {
        using var image = Image.NewFromBuffer(file);
        return image.WriteToMemory<byte>();
    }

    public static (int Width, int Height, int Orientation, string[] Fields) Describe(byte[] file)
    {
        using var image = Image.NewFromBuffer(file);
        var orientation = image.Contains("orientation") ? Convert.ToInt32(image.Get("orientation"), null) : 1;
        return (image.Width, image.Height, orientation, image.GetFields());
    }

    private static Image Picture(int width, int height, int seed, int? orientation, bool secrets)
    {
        using var red = Image.Gaussnoise(width, height, sigma: 40, mean: 128, seed: seed + 1);
        using var green = Image.Gaussnoise(width, height, sigma: 40, mean: 90, seed: seed + 2);
        using var blue = Image.Gaussnoise(width, height, sigma: 40, mean: 60, seed: seed + 3);
        using var joined = red.Bandjoin(green, blue);
        using var bytes = joined.Cast(Enums.BandFormat.Uchar);
        using var picture = bytes.Copy(interpretation: Enums.Interpretation.Srgb);
        return picture.Mutate(mutable =>
        {
            if (orientation is { } way)
                mutable.Set(GValue.GIntType, "orientation", way);
            if (!secrets)
                return;
            mutable.Set(GValue.GStrType, "exif-ifd0-ImageDescription", Secret + " (" + Secret + ", ASCII, 12 components, 12 bytes)");
            mutable.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", "30/1 15/1 42/1 (30, 15, 42, Rational, 3 components, 24 bytes)");
            mutable.Set(GValue.GStrType, "exif-ifd3-GPSLongitude", "120/1 9/1 19/1 (120, 9, 19, Rational, 3 components, 24 bytes)");
            mutable.Set(GValue.BlobType, "xmp-data", Encoding.UTF8.GetBytes($"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{Secret}</x:xmpmeta>"));
            mutable.Set(GValue.GStrType, "png-comment-0-Comment", Secret);
        });
    }
}
