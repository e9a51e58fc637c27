using Meida.Files.Uploads;
using NetVips;

namespace Meida.Files.Images;

/// <summary>
/// Turns bytes from outside into an image that is safe to store: format by content, metadata removed without touching
/// the compressed picture, pixel count checked from the header, then every row of what will be stored is decoded.
/// Only the three loaders below ever see foreign bytes; the decoder never chooses one by itself.
/// </summary>
internal sealed class ImageInspector(UploadSettings settings) : IDisposable
{
    public const int ThumbnailSide = 320;

    // A decoder may hold a whole picture (interlaced, progressive): 50 megapixels are up to 300 MB.
    private readonly SemaphoreSlim _decoders = new(2);

    static ImageInspector()
    {
        Cache.Max = 0;
        NetVips.NetVips.Concurrency = 1;
        NetVips.NetVips.BlockUntrusted = true;
    }

    /// <exception cref="ImageRejectedException">The bytes are not stored.</exception>
    public async Task<ReceiptImage> Inspect(ReadOnlyMemory<byte> file, CancellationToken ct)
    {
        var format = ImageFormat.Of(file.Span);
        if (format is null || !settings.AllowedFormats.Contains(format))
            throw ImageRejectedException.Unsupported($"Only these kinds of image are accepted: {settings.AllowedNames}.");

        await _decoders.WaitAsync(ct);
        try
        {
            return await Task.Run(() => Decode(format, file.Span), ct);
        }
        catch (VipsException)
        {
            throw ImageRejectedException.Damaged();
        }
        finally
        {
            _decoders.Release();
        }
    }

    public void Dispose() => _decoders.Dispose();

    private ReceiptImage Decode(ImageFormat format, ReadOnlySpan<byte> file)
    {
        var clean = Clean(format, file);
        if (ForeignFile.Follows(file[clean.Length..]))
            throw ImageRejectedException.Unsupported("The file is an image and something else as well.");
        var (width, height) = DecodeAll(format, clean.Bytes);
        if (ExifOrientation.SwapsSides(clean.Orientation))
            (width, height) = (height, width);
        return new ReceiptImage(format, clean.Bytes, width, height, Thumbnail(clean.Bytes));
    }

    private static CleanImage Clean(ImageFormat format, ReadOnlySpan<byte> file) =>
        format == ImageFormat.Jpeg ? JpegCleaner.Clean(file)
        : format == ImageFormat.Png ? PngCleaner.Clean(file)
        : WebPCleaner.Clean(file);

    private (int Width, int Height) DecodeAll(ImageFormat format, byte[] bytes)
    {
        using var image = Load(format, bytes);
        if ((long)image.Width * image.Height > settings.MaxPixels)
            throw new ImageRejectedException(
                ImageFault.TooManyPixels,
                $"The image has more than {settings.MaxPixels / 1_000_000} million pixels.");

        // Only reading every pixel proves that they are all there.
        image.Avg();
        return (image.Width, image.Height);
    }

    // A JPEG has no checksums: its decoder's warnings are all there is. libpng warns of harmless things in the colours of
    // sound pictures, and its checksums are looked at.
    private static Image Load(ImageFormat format, byte[] bytes) =>
        format == ImageFormat.Jpeg ? Image.JpegloadBuffer(bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Warning)
        : format == ImageFormat.Png ? Image.PngloadBuffer(bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error)
        : Image.WebploadBuffer(bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error);

    private static byte[] Thumbnail(byte[] bytes)
    {
        using var small = Image.ThumbnailBuffer(
            bytes, ThumbnailSide, height: ThumbnailSide, size: Enums.Size.Down, outputProfile: "srgb");
        return small.WebpsaveBuffer(q: 75, keep: Enums.ForeignKeep.None);
    }
}
