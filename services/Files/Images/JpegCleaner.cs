using System.Buffers;
using System.Buffers.Binary;

namespace Meida.Files.Images;

/// <summary>
/// Copies a JPEG segment by segment and keeps only what a decoder needs: the tables in use, frame, scans, which colours
/// are meant, and the orientation if the picture is not upright. The compressed picture itself is copied as it is, so
/// nothing is lost. Whatever stands between segments or follows the end marker, such as the video of a motion photo, is
/// dropped.
/// </summary>
internal static class JpegCleaner
{
    // A legitimate progressive file has about ten scans; thousands of them are an attack on the decoder's time.
    private const int MaxScans = 64;
    private const double Cost = 10;
    private const double ScanCost = 2;

    public static ReadOnlySpan<byte> Signature => [0xFF, Marker.StartOfImage, 0xFF];

    private static class Marker
    {
        public const byte Temporary = 0x01;
        public const byte BaselineFrame = 0xC0;
        public const byte ExtendedFrame = 0xC1;
        public const byte ProgressiveFrame = 0xC2;
        public const byte HuffmanTable = 0xC4;
        public const byte Restart0 = 0xD0;
        public const byte Restart7 = 0xD7;
        public const byte StartOfImage = 0xD8;
        public const byte EndOfImage = 0xD9;
        public const byte StartOfScan = 0xDA;
        public const byte QuantizationTable = 0xDB;
        public const byte NumberOfLines = 0xDC;
        public const byte RestartInterval = 0xDD;
        public const byte App0 = 0xE0;
        public const byte App1 = 0xE1;
        public const byte App2 = 0xE2;
        public const byte App14 = 0xEE;
        public const byte App15 = 0xEF;
        public const byte Comment = 0xFE;
    }

    public static CleanImage Clean(ReadOnlySpan<byte> file)
    {
        var clean = new ArrayBufferWriter<byte>(file.Length);
        clean.Write(file[..2]);
        var position = 2;
        int? orientation = null;
        Frame? frame = null;
        var tables = new Tables();
        var scans = 0;
        bool hasJfif = false, hasAdobe = false, hasProfile = false;

        while (true)
        {
            var marker = NextMarker(file, ref position);
            if (marker == Marker.EndOfImage)
                break;
            if (marker is Marker.Temporary or (>= Marker.Restart0 and <= Marker.Restart7))
                continue;

            var body = Segment(file, ref position);
            switch (marker)
            {
                case Marker.BaselineFrame or Marker.ExtendedFrame or Marker.ProgressiveFrame when frame is null:
                    frame = Frame.Read(marker, body);
                    foreach (var component in frame.Components)
                        tables.WriteQuantization(clean, component.Table);
                    Keep(clean, marker, body);
                    break;
                case Marker.QuantizationTable:
                    tables.AddQuantization(body);
                    break;
                case Marker.HuffmanTable:
                    tables.AddHuffman(body);
                    break;
                case Marker.RestartInterval when body.Length == 2:
                    Keep(clean, marker, body);
                    break;
                case Marker.StartOfScan when frame is not null && scans < MaxScans:
                    scans++;
                    Keep(clean, marker, frame.ScanHeader(body, tables, clean));
                    clean.Write(Scan(file, ref position));
                    break;
                case Marker.App1 when orientation is null && body.StartsWith("Exif\0\0"u8):
                    orientation = ExifOrientation.Read(body);
                    if (orientation != ExifOrientation.Upright)
                        Keep(clean, marker, [.. "Exif\0\0"u8, .. ExifOrientation.Write(orientation.Value)]);
                    break;
                case Marker.App0 when !hasJfif && body.Length >= 14 && body.StartsWith("JFIF\0"u8):
                    hasJfif = true;
                    // Version, density; then the size of an embedded preview, which is left out.
                    Keep(clean, marker, [.. body[..12], 0, 0]);
                    break;
                case Marker.App2 when !hasProfile && body.Length > 14 && body.StartsWith("ICC_PROFILE\0"u8):
                    hasProfile = true;
                    if (ColourProfile.InPlaceOf(body[14..]) is { } profile)
                        Keep(clean, marker, [.. "ICC_PROFILE\0"u8, 1, 1, .. profile]);
                    break;
                case Marker.App14 when !hasAdobe && body.Length >= 12 && body.StartsWith("Adobe"u8):
                    hasAdobe = true;
                    // Of the version and the flags no decoder takes notice, of the transform each does.
                    Keep(clean, marker, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, body[11]]);
                    break;
                case >= Marker.App0 and <= Marker.App15 or Marker.Comment or Marker.NumberOfLines:
                    break;
                case > Marker.ProgressiveFrame and <= 0xCF:
                    throw ImageRejectedException.Unsupported("This kind of JPEG (lossless, hierarchical or arithmetic) is not supported.");
                default:
                    throw ImageRejectedException.Damaged();
            }
        }

        if (frame is null || scans == 0)
            throw ImageRejectedException.Damaged();

        clean.Write((ReadOnlySpan<byte>)[0xFF, Marker.EndOfImage]);
        return new CleanImage(
            clean.WrittenSpan.ToArray(), orientation ?? ExifOrientation.Upright, position, frame.Width, frame.Height,
            scans == 1 ? Cost : Cost + (ScanCost * scans));
    }

    // Decoders look for the next marker and so do we: some phones leave bytes between two segments.
    private static byte NextMarker(ReadOnlySpan<byte> file, ref int position)
    {
        while (true)
        {
            var next = file[position..].IndexOf((byte)0xFF);
            if (next < 0)
                throw ImageRejectedException.Damaged();
            position += next;
            // Any number of fill bytes may stand before a marker.
            while (position < file.Length && file[position] == 0xFF)
                position++;
            if (position >= file.Length)
                throw ImageRejectedException.Damaged();
            if (file[position++] is var marker and not 0)
                return marker;
        }
    }

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> file, ref int position)
    {
        var rest = file[position..];
        if (rest.Length < 2)
            throw ImageRejectedException.Damaged();
        var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (length < 2 || length > rest.Length)
            throw ImageRejectedException.Damaged();
        position += length;
        return rest[2..length];
    }

    /// <summary>The compressed data up to the next marker that does not belong to it.</summary>
    private static ReadOnlySpan<byte> Scan(ReadOnlySpan<byte> file, ref int position)
    {
        var start = position;
        while (true)
        {
            var next = file[position..].IndexOf((byte)0xFF);
            if (next < 0 || position + next + 1 >= file.Length)
                throw ImageRejectedException.Damaged();

            position += next;
            if (file[position + 1] is not (0 or (>= Marker.Restart0 and <= Marker.Restart7)))
                return file[start..position];
            position += 2;
        }
    }

    private static void Keep(ArrayBufferWriter<byte> clean, byte marker, ReadOnlySpan<byte> body)
    {
        Span<byte> head = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(body.Length + 2));
        clean.Write(head);
        clean.Write(body);
    }

    private sealed record Frame(bool IsProgressive, int Width, int Height, (byte Id, int Table)[] Components)
    {
        public static Frame Read(byte marker, ReadOnlySpan<byte> body)
        {
            if (body.Length < 6 || body[5] is 0 or > 4 || body.Length != 6 + (3 * body[5]))
                throw ImageRejectedException.Damaged();
            var components = new (byte Id, int Table)[body[5]];
            for (var i = 0; i < components.Length; i++)
                components[i] = (body[6 + (3 * i)], body[8 + (3 * i)] & 3);
            return new Frame(
                marker == Marker.ProgressiveFrame, BinaryPrimitives.ReadUInt16BigEndian(body[3..]), BinaryPrimitives.ReadUInt16BigEndian(body[1..]),
                components);
        }

        /// <summary>The header to keep of a scan whose tables are written before it.</summary>
        public ReadOnlySpan<byte> ScanHeader(ReadOnlySpan<byte> body, Tables tables, ArrayBufferWriter<byte> clean)
        {
            if (body.IsEmpty || body[0] is 0 or > 4 || body.Length != 4 + (2 * body[0]))
                throw ImageRejectedException.Damaged();

            var header = body.ToArray();
            var range = header.AsSpan(header.Length - 3);
            // A sequential scan has all coefficients whatever its header says, and some phones write three zeros.
            if (!IsProgressive)
                (range[0], range[1], range[2]) = (0, 63, 0);

            for (var i = 1; i < header.Length - 3; i += 2)
            {
                foreach (var (id, table) in Components)
                {
                    if (id == header[i])
                        tables.WriteQuantization(clean, table);
                }

                if (!IsProgressive || (range[0] == 0 && range[2] >> 4 == 0))
                    tables.WriteHuffman(clean, header[i + 1] >> 4);
                if (!IsProgressive || range[0] > 0)
                    tables.WriteHuffman(clean, 0x10 | (header[i + 1] & 0x0F));
            }

            return header;
        }
    }

    /// <summary>Tables wait here until a scan needs them; what none needs is not kept.</summary>
    private sealed class Tables
    {
        private readonly byte[]?[] _quantization = new byte[4][];
        private readonly byte[]?[] _huffman = new byte[32][];

        public void AddQuantization(ReadOnlySpan<byte> body)
        {
            while (!body.IsEmpty)
            {
                var length = body[0] >> 4 == 0 ? 65 : 129;
                Add(_quantization, body[0] & 0x0F, ref body, length);
            }
        }

        public void AddHuffman(ReadOnlySpan<byte> body)
        {
            while (!body.IsEmpty)
            {
                var length = 17;
                for (var i = 1; i <= 16 && i < body.Length; i++)
                    length += body[i];
                Add(_huffman, body[0], ref body, length);
            }
        }

        public void WriteQuantization(ArrayBufferWriter<byte> clean, int number) => Write(clean, Marker.QuantizationTable, ref _quantization[number]);

        public void WriteHuffman(ArrayBufferWriter<byte> clean, int number) => Write(clean, Marker.HuffmanTable, ref _huffman[number]);

        private static void Add(byte[]?[] tables, int number, ref ReadOnlySpan<byte> body, int length)
        {
            if (number >= tables.Length || length > body.Length)
                throw ImageRejectedException.Damaged();
            tables[number] = body[..length].ToArray();
            body = body[length..];
        }

        private static void Write(ArrayBufferWriter<byte> clean, byte marker, ref byte[]? table)
        {
            if (table is null)
                return;
            Keep(clean, marker, table);
            table = null;
        }
    }
}
