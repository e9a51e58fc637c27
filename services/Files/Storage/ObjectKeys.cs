using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Meida.Files.Images;

namespace Meida.Files.Storage;

/// <summary>
/// The names of stored objects: <c>tickets/{ticketId}/{random}_{timestamp}.{ext}</c>, with the thumbnail beside it.
/// Nothing a client sends becomes part of a name.
/// </summary>
internal sealed partial class ObjectKeys
{
    public const string ThumbnailContentType = "image/webp";
    private const string ThumbnailSuffix = "_thumb.webp";

    public ObjectKeys(string folder)
    {
        Folder = folder.Trim('/');
        if (!IsSafe(Folder))
            throw new InvalidOperationException($"TICKET_RECEIPT_DIR is '{folder}'; it must be a plain folder name such as 'tickets'.");
    }

    /// <summary>The folder all receipts are under: <c>TICKET_RECEIPT_DIR</c>.</summary>
    public string Folder { get; }

    /// <summary>A name nobody can guess and nobody had before.</summary>
    public string New(Guid ticketId, ImageFormat format, DateTimeOffset now)
    {
        var random = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        var timestamp = now.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture);
        return $"{FolderOf(ticketId)}{random}_{timestamp}.{format.Extension}";
    }

    public static string Thumbnail(string key) => key[..key.LastIndexOf('.')] + ThumbnailSuffix;

    /// <summary>What the names of a ticket's objects begin with.</summary>
    public string FolderOf(Guid ticketId) => $"{Folder}/{ticketId:D}/";

    /// <summary>Segments of plain characters that lead nowhere else.</summary>
    public static bool IsSafe(string key) => SafeName().IsMatch(key);

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*\z")]
    private static partial Regex SafeName();
}
