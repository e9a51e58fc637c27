namespace Meida.Files.Images;

/// <summary>An image file with nothing in it but what is needed to show the picture.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Orientation">Exif orientation, 1 to 8; kept in the file when it is not 1.</param>
/// <param name="Length">How far the picture reached in the file that was sent; what follows was dropped.</param>
/// <param name="Width">Pixels a row, as the header says.</param>
/// <param name="Height">Rows, as the header says.</param>
/// <param name="PixelCost">Processor nanoseconds to decode a pixel, as measured for pictures of this make.</param>
internal readonly record struct CleanImage(byte[] Bytes, int Orientation, int Length, int Width, int Height, double PixelCost)
{
    public long Pixels => (long)Width * Height;

    public TimeSpan Cost => TimeSpan.FromMilliseconds(Pixels * PixelCost / 1_000_000);
}
