using System.Buffers;
using System.Buffers.Binary;

namespace Meida.Files.Images;

/// <summary>
/// Copies a JPEG segment by segment and keeps only what a decoder needs: tables, frame, scans, colour profile, and
/// the orientation if the picture is not upright. The compressed picture itself is copied as it is, so nothing is lost.
/// Whatever follows the end marker, such as the video of a motion photo, is dropped.
/// </summary>
internal static class JpegCleaner
{
    // A legitimate progressive file has about ten scans; thousands of them are an attack on the decoder's time.
    private const int MaxScans = 64;

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
        int frames = 0, scans = 0;

        while (true)
        {
            var marker = NextMarker(file, ref position);
            if (marker == Marker.EndOfImage)
                break;

            var body = Segment(file, ref position);
            switch (marker)
            {
                case Marker.BaselineFrame or Marker.ExtendedFrame or Marker.ProgressiveFrame:
                    if (++frames > 1)
                        throw ImageRejectedException.Damaged();
                    Keep(clean, marker, body);
                    break;
                case Marker.HuffmanTable or Marker.QuantizationTable or Marker.RestartInterval:
                    Keep(clean, marker, body);
                    break;
                case Marker.StartOfScan:
                    if (frames == 0 || ++scans > MaxScans)
                        throw ImageRejectedException.Damaged();
                    Keep(clean, marker, body);
                    clean.Write(Scan(file, ref position));
                    break;
                case Marker.App1 when orientation is null && body.StartsWith("Exif\0\0"u8):
                    orientation = ExifOrientation.Read(body);
                    if (orientation != ExifOrientation.Upright)
                        Keep(clean, marker, [.. "Exif\0\0"u8, .. ExifOrientation.Write(orientation.Value)]);
                    break;
                case Marker.App0 when body.Length >= 14 && body.StartsWith("JFIF\0"u8):
                    // Version, density; then the size of an embedded preview, which is left out.
                    Keep(clean, marker, [.. body[..12], 0, 0]);
                    break;
                case Marker.App2 when body.StartsWith("ICC_PROFILE\0"u8):
                    Keep(clean, marker, body);
                    break;
                case Marker.App14 when body.Length >= 12 && body.StartsWith("Adobe"u8):
                    Keep(clean, marker, body[..12]);
                    break;
                case >= Marker.App0 and <= Marker.App15 or Marker.Comment:
                    break;
                case > Marker.ProgressiveFrame and <= 0xCF:
                    throw ImageRejectedException.Unsupported("This kind of JPEG (lossless, hierarchical or arithmetic) is not supported.");
                default:
                    throw ImageRejectedException.Damaged();
            }
        }

        if (scans == 0)
            throw ImageRejectedException.Damaged();

        clean.Write((ReadOnlySpan<byte>)[0xFF, Marker.EndOfImage]);
        return new CleanImage(clean.WrittenSpan.ToArray(), orientation ?? ExifOrientation.Upright, position);
    }

    private static byte NextMarker(ReadOnlySpan<byte> file, ref int position)
    {
        if (position >= file.Length || file[position] != 0xFF)
            throw ImageRejectedException.Damaged();
        // Any number of fill bytes may stand before a marker.
        while (position < file.Length && file[position] == 0xFF)
            position++;
        if (position >= file.Length || file[position] <= Marker.Temporary)
            throw ImageRejectedException.Damaged();
        return file[position++];
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
}
