using Meida.Files.Uploads;
using NetVips;

namespace Meida.Files.Images;

/// <summary>
/// Turns bytes from outside into an image that is safe to store: format by content, metadata removed without touching
/// the compressed picture, size and cost judged from the header, then every row of what will be stored is decoded, once.
/// Only the three loaders below ever see foreign bytes; the decoder never chooses one by itself.
/// </summary>
internal sealed class ImageInspector(UploadSettings settings, DecodingQueue queue)
{
    public const int ThumbnailSide = 320;

    // What a thumbnail still needs of the picture, so that making it smaller looks good.
    private const int ThumbnailSource = 2 * ThumbnailSide;
    private const int Quality = 92;

    static ImageInspector()
    {
        Cache.Max = 0;
        NetVips.NetVips.Concurrency = 1;
        NetVips.NetVips.BlockUntrusted = true;
    }

    /// <exception cref="ImageRejectedException">The bytes are not stored.</exception>
    /// <exception cref="DecodersBusyException">Too many pictures wait.</exception>
    public async Task<ReceiptImage> Inspect(ReadOnlyMemory<byte> file, UploadBudget budget, CancellationToken ct)
    {
        if (HeicFile.Is(file.Span))
            throw ImageRejectedException.Unsupported(HeicFile.Advice);
        var format = ImageFormat.Of(file.Span);
        if (format is null || !settings.AllowedFormats.Contains(format))
            throw ImageRejectedException.Unsupported($"Only these kinds of image are accepted: {settings.AllowedNames}.");

        var clean = Clean(format, file.Span);
        if (ForeignFile.Follows(file.Span[clean.Length..]))
            throw ForeignFileInside();
        RequireSize(clean);
        budget.Spend(clean.Cost);

        using var turn = await queue.Enter(budget, ct);
        try
        {
            return await Task.Run(() => Decode(format, clean, budget), ct);
        }
        catch (VipsException)
        {
            throw ImageRejectedException.Damaged();
        }
    }

    private static CleanImage Clean(ImageFormat format, ReadOnlySpan<byte> file) =>
        format == ImageFormat.Jpeg ? JpegCleaner.Clean(file)
        : format == ImageFormat.Png ? PngCleaner.Clean(file)
        : WebPCleaner.Clean(file);

    // Few bytes may claim a huge picture: the decoder pays by the pixel.
    private void RequireSize(CleanImage image)
    {
        if (image.Pixels > settings.MaxPixels)
            throw new ImageRejectedException(
                ImageFault.TooManyPixels, $"The image has more than {settings.MaxPixels / 1_000_000} million pixels.");
        if (image.Pixels > settings.SparePixels + (image.Bytes.Length * settings.MaxPixelsPerByte))
            throw new ImageRejectedException(ImageFault.TooManyPixels, "The image has far more pixels than its bytes can hold.");
    }

    private static ReceiptImage Decode(ImageFormat format, CleanImage clean, UploadBudget budget)
    {
        byte[]? thumbnail = null;
        try
        {
            using var image = Load(format, clean.Bytes, Enums.FailOn.Warning);
            thumbnail = Thumbnail(image);
        }
        catch (VipsException warning) when (format == ImageFormat.Jpeg && JpegWarnings.AreHarmless(warning.Message))
        {
        }

        // What holds more than its picture, in places where nobody looks, is packed afresh.
        if (thumbnail is null || ForeignFile.IsIn(clean.Bytes) || (format == ImageFormat.Png && PngCleaner.HoldsMore(clean.Bytes)))
        {
            budget.Spend(clean.Cost);
            clean = Pack(format, clean.Bytes);
            if (ForeignFile.IsIn(clean.Bytes))
                throw ForeignFileInside();
            using var image = Load(format, clean.Bytes, Enums.FailOn.Warning);
            thumbnail = Thumbnail(image);
        }

        var (width, height) = ExifOrientation.SwapsSides(clean.Orientation) ? (clean.Height, clean.Width) : (clean.Width, clean.Height);
        return new ReceiptImage(format, clean.Bytes, width, height, thumbnail);
    }

    // A JPEG has no checksums: its decoder's warnings are all there is. libpng warns of harmless things in the colours of
    // sound pictures, and its checksums are looked at.
    private static Image Load(ImageFormat format, byte[] bytes, Enums.FailOn jpegs) =>
        format == ImageFormat.Jpeg ? Image.JpegloadBuffer(bytes, access: Enums.Access.Sequential, failOn: jpegs)
        : format == ImageFormat.Png ? Image.PngloadBuffer(bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error)
        : Image.WebploadBuffer(bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error);

    /// <summary>Reads every row, for only that proves that they are all there.</summary>
    private static byte[] Thumbnail(Image image)
    {
        var factor = Math.Max(image.Width, image.Height) / ThumbnailSource;
        // The mean of transparent pixels would have the colours that nobody sees.
        using var source = factor < 2 || image.HasAlpha() ? image.CopyMemory() : Shrunk(image, factor);
        using var small = source.ThumbnailImage(ThumbnailSide, height: ThumbnailSide, size: Enums.Size.Down, outputProfile: "srgb");
        return small.WebpsaveBuffer(q: 75, keep: Enums.ForeignKeep.None);
    }

    // Means of whole blocks, the last ones included: no row and no column is left out.
    private static Image Shrunk(Image image, int factor)
    {
        using var shrunk = image.Shrink(factor, factor, ceil: true);
        return shrunk.CopyMemory();
    }

    private static CleanImage Pack(ImageFormat format, byte[] bytes)
    {
        using var image = Load(format, bytes, Enums.FailOn.Truncated);
        using var upright = image.Autorot();
        using var picture = upright.Contains("icc-profile-data") ? upright.IccTransform("srgb", embedded: true) : upright.Copy();
        return Clean(format, format == ImageFormat.Jpeg ? picture.JpegsaveBuffer(q: Quality, keep: Enums.ForeignKeep.None)
            : format == ImageFormat.Png ? picture.PngsaveBuffer(compression: 3, keep: Enums.ForeignKeep.None)
            : picture.WebpsaveBuffer(q: Quality, effort: 1, keep: Enums.ForeignKeep.None));
    }

    private static ImageRejectedException ForeignFileInside() => ImageRejectedException.Unsupported("The file is an image and something else as well.");
}
