namespace Meida.Files.Features;

/// <summary>What an image shows. A ticket is completed with a RECEIPT.</summary>
internal static class ImageTypes
{
    public const string Receipt = "RECEIPT";

    /// <summary>What a customer shows before the visit.</summary>
    public const string Fault = "FAULT";

    public static IReadOnlyList<string> All { get; } = [Receipt, "BEFORE", "AFTER", "SIGNATURE", Fault];
}
