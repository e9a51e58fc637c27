using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Meida.ServiceDefaults.Audit;

/// <summary>A place in all audit logs together: by time, then by id, newest first.</summary>
/// <param name="At">When.</param>
/// <param name="Id">The entry there.</param>
public sealed record AuditPlace(DateTimeOffset At, Guid Id)
{
    private const int MaxLength = 120;

    /// <summary>Newest first. Ids compare as the database compares them, byte by byte.</summary>
    public static IComparer<AuditPlace> NewestFirst { get; } = Comparer<AuditPlace>.Create((left, right) =>
        right.At.CompareTo(left.At) is not 0 and var byTime ? byTime : right.Id.CompareTo(left.Id));

    /// <summary>The place as a cursor, opaque to clients.</summary>
    /// <param name="page">The number of the page that begins behind it.</param>
    public string Write(int page) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"1|{page}|{At.UtcTicks}|{Id:N}")));

    /// <summary>Reads a cursor; null for what is none.</summary>
    /// <param name="text">The cursor.</param>
    public static (AuditPlace Place, int Page)? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = new byte[MaxLength];
        if (text.Length > MaxLength || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var length))
            return null;

        return Encoding.ASCII.GetString(bytes, 0, length).Split('|') is ["1", var page, var ticks, var id]
            && int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
            && Guid.TryParseExact(id, "N", out var entry)
                ? (new AuditPlace(new DateTimeOffset(at, TimeSpan.Zero), entry), number)
                : null;
    }
}
