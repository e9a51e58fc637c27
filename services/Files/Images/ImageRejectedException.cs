namespace Meida.Files.Images;

internal enum ImageFault
{
    /// <summary>Not one of the allowed formats, or a form of one that is no photograph (animated, lossless JPEG).</summary>
    Unsupported,

    /// <summary>Cut short, inconsistent or undecodable.</summary>
    Damaged,

    /// <summary>Small as a file, huge as a picture.</summary>
    TooManyPixels,

    /// <summary>More work than one upload may make.</summary>
    TooCostly,

    /// <summary>Other bytes than the uploader's checksum is of.</summary>
    Altered,
}

/// <summary>A file that is not stored, and why. The message is for the uploader.</summary>
internal sealed class ImageRejectedException(ImageFault fault, string message) : Exception(message)
{
    public ImageFault Fault { get; } = fault;

    public static ImageRejectedException Unsupported(string message) => new(ImageFault.Unsupported, message);

    public static ImageRejectedException Altered() => new(ImageFault.Altered, "The bytes that arrived have another SHA-256 than the one sent with them.");

    public static ImageRejectedException Damaged(string message = "The image is damaged or incomplete.") =>
        new(ImageFault.Damaged, message);
}
