namespace Meida.Files.Images;

/// <summary>What iPhones take by default and browsers do not show.</summary>
internal static class HeicFile
{
    public const string Advice =
        "HEIC pictures are not accepted. On an iPhone choose Settings, Camera, Formats, Most Compatible to take JPEG, or send the picture as JPEG.";

    private static readonly string[] Brands = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"];

    public static bool Is(ReadOnlySpan<byte> content)
    {
        if (content.Length < 12 || !content[4..].StartsWith("ftyp"u8))
            return false;
        var brand = System.Text.Encoding.Latin1.GetString(content[8..12]);
        return Brands.Contains(brand);
    }
}
