using System.Globalization;
using Meida.Files.Images;

namespace Meida.Files.Uploads;

/// <summary>What may be uploaded: <c>MAX_UPLOAD_MB</c>, <c>ALLOWED_IMAGE_TYPES</c>, and bounds of our own.</summary>
internal sealed record UploadSettings
{
    public required int MaxUploadMegabytes { get; init; }

    public required IReadOnlySet<ImageFormat> AllowedFormats { get; init; }

    public int MaxFiles { get; init; } = 10;

    /// <summary>24 megapixels, as phones count them: theirs have up to 24.5 million.</summary>
    public long MaxPixels { get; init; } = 24_500_000;

    /// <summary>Beyond <see cref="SparePixels"/>. Photographs have fewer than 50, an empty page as PNG 350.</summary>
    public long MaxPixelsPerByte { get; init; } = 400;

    /// <summary>So many are decoded whatever the file's size.</summary>
    public long SparePixels { get; init; } = 500_000;

    /// <summary>Processor time for the images of a request, as estimated from their headers: ten of 12 megapixels in any make but WebP.</summary>
    public TimeSpan MaxDecodingTime { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long the images of a request wait for a decoder, all in all.</summary>
    public TimeSpan MaxQueueTime { get; init; } = TimeSpan.FromSeconds(10);

    // A decoder may hold a whole picture: 24 megapixels are up to 200 MB.
    public int Decoders { get; init; } = 2;

    public int MaxWaiting { get; init; } = 64;

    public int MaxWaitingOfAccount { get; init; } = 16;

    public long MaxFileBytes => MaxUploadMegabytes * 1024L * 1024L;

    /// <summary>All files of a request, and a megabyte for what is around them.</summary>
    public long MaxRequestBytes => (MaxFiles * MaxFileBytes) + (1024 * 1024);

    public string AllowedNames => string.Join(", ", AllowedFormats.Select(f => f.Name));

    public static UploadSettings Read(IConfiguration configuration)
    {
        var megabytes = configuration["MAX_UPLOAD_MB"] ?? "8";
        if (!int.TryParse(megabytes, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > 100)
            throw new InvalidOperationException($"MAX_UPLOAD_MB is '{megabytes}'; it must be a whole number from 1 to 100.");

        var words = (configuration["ALLOWED_IMAGE_TYPES"] ?? "jpg,jpeg,png,webp")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var formats = new HashSet<ImageFormat>(words.Select(word => ImageFormat.OfSetting(word)
            ?? throw new InvalidOperationException($"ALLOWED_IMAGE_TYPES names '{word}'; it may list jpg, jpeg, png and webp.")));
        if (formats.Count == 0)
            throw new InvalidOperationException("ALLOWED_IMAGE_TYPES is empty; it may list jpg, jpeg, png and webp.");

        return new UploadSettings { MaxUploadMegabytes = limit, AllowedFormats = formats };
    }
}
