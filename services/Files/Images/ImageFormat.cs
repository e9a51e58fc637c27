namespace Meida.Files.Images;

/// <summary>The image formats that can be stored; told apart by their first bytes, never by name.</summary>
internal sealed record ImageFormat(string Name, string ContentType, string Extension)
{
    public static readonly ImageFormat Jpeg = new("JPEG", "image/jpeg", "jpg");
    public static readonly ImageFormat Png = new("PNG", "image/png", "png");
    public static readonly ImageFormat WebP = new("WebP", "image/webp", "webp");

    public static ImageFormat? Of(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith(JpegCleaner.Signature))
            return Jpeg;
        if (content.StartsWith(PngCleaner.Signature))
            return Png;
        return content.Length >= 12 && content.StartsWith("RIFF"u8) && content[8..].StartsWith("WEBP"u8) ? WebP : null;
    }

    /// <summary>By a word of <c>ALLOWED_IMAGE_TYPES</c>.</summary>
    public static ImageFormat? OfSetting(string word) => word.ToUpperInvariant() switch
    {
        "JPG" or "JPEG" => Jpeg,
        "PNG" => Png,
        "WEBP" => WebP,
        _ => null,
    };
}
