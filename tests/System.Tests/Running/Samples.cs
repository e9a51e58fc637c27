namespace Meida.EndToEnd.Running;

/// <summary>Requests that are right, each a little different.</summary>
internal static class Samples
{
    private static int _count;

    public static object Booking(string? phone = null, string? name = null, int? slot = null, string? productModel = null)
    {
        var number = Interlocked.Increment(ref _count);
        // Five a day, so that no two visits of one technician meet.
        var place = slot ?? number / 5 * 18 + number % 5 * 4;
        return new
        {
            customerName = name ?? $"张三{number}",
            customerPhone = phone ?? $"138{number:D8}",
            address = $"杭州市西湖区文三路 {number} 号",
            appointmentDate = Today.AddDays(1 + place / 18 % 59).ToString("yyyy-MM-dd", null),
            appointmentTime = new TimeOnly(9, 0).AddMinutes(30 * (place % 18)).ToString("HH:mm", null),
            issueDesc = "油烟机漏水，开机有异响",
            productModel,
        };
    }

    private static DateOnly Today => DateOnly.FromDateTime(DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).Date);

    /// <summary>A small PNG, different for each seed: 8-bit grey, one row, stored without compression.</summary>
    public static byte[] Receipt(int seed)
    {
        var shades = BitConverter.GetBytes(seed);
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(png, "IHDR", [0, 0, 0, 4, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
        using var packed = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write([0, .. shades]);
        Chunk(png, "IDAT", packed.ToArray());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static void Chunk(Stream png, string type, byte[] data)
    {
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        png.Write(BigEndian((uint)data.Length));
        png.Write(body);
        png.Write(BigEndian(Crc(body)));
    }

    private static byte[] BigEndian(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    // ISO 3309, as the PNG specification gives it.
    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }
}
