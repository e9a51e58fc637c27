namespace Meida.Files.Images;

/// <summary>
/// What a JPEG decoder says of pictures that it shows whole all the same, as browsers do. Everything else it says means
/// that a part of the picture is missing.
/// </summary>
internal static class JpegWarnings
{
    private const string Prefix = "VipsJpeg: ";

    private static readonly string[] Harmless =
        ["extraneous bytes before marker", "Invalid SOS parameters for sequential JPEG", "Unknown Adobe color transform code", "Inconsistent progression sequence"];

    public static bool AreHarmless(string message)
    {
        var warnings = message.Split('\n').Where(line => line.StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        return warnings.Count > 0 && warnings.TrueForAll(line => Harmless.Any(text => line.Contains(text, StringComparison.Ordinal)));
    }
}
