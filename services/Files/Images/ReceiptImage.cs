namespace Meida.Files.Images;

/// <summary>A picture that was decoded to the last row and is ready to be stored.</summary>
/// <param name="Format">By content.</param>
/// <param name="Bytes">The file without metadata.</param>
/// <param name="Width">Pixels, orientation applied.</param>
/// <param name="Height">Pixels, orientation applied.</param>
/// <param name="Thumbnail">A small WebP.</param>
internal sealed record ReceiptImage(ImageFormat Format, byte[] Bytes, int Width, int Height, byte[] Thumbnail);
