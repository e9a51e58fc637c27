using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Meida.ServiceDefaults.Refusals;

namespace Meida.Tickets.Features;

/// <summary>An order of the list that an index serves.</summary>
/// <param name="Name">As in <c>sort=</c>, without sign.</param>
/// <param name="Columns">The columns, most significant first; the last is unique.</param>
/// <param name="Types">Their PostgreSQL types.</param>
/// <param name="Descending">Newest first.</param>
internal sealed record TicketOrder(string Name, string[] Columns, string[] Types, bool Descending)
{
    public static readonly TicketOrder Default = new(
        "appointmentDate", ["appointment_date", "appointment_time", "id"], ["date", "time", "uuid"], Descending: true);

    private static readonly Dictionary<string, TicketOrder> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["appointmentDate"] = Default,
        ["appointment"] = Default,
        ["createdAt"] = new("createdAt", ["created_at", "id"], ["timestamptz", "uuid"], Descending: true),
        ["due"] = new("due", ["due_at", "id"], ["timestamptz", "uuid"], Descending: false),
        ["ticketNo"] = new("ticketNo", ["ticket_no"], ["text"], Descending: true),
    };

    private string Direction => Descending ? " desc" : " asc";

    public string OrderBy => string.Join(", ", Columns.Select(column => "t." + column + Direction));

    /// <summary>The condition for what lies beyond a cursor, whose values are text.</summary>
    public string Beyond(int firstParameter) =>
        $"({string.Join(", ", Columns.Select(column => "t." + column))}) {(Descending ? "<" : ">")} "
        + $"({string.Join(", ", Types.Select((type, i) => $"cast(@p{firstParameter + i} as {type})"))})";

    /// <summary>The position of a row in this order, as text.</summary>
    public string Position => $"array[{string.Join(", ", Columns.Select(column => $"t.{column}::text"))}]";

    /// <summary>Reads <c>sort=-createdAt</c>; <c>createdAt:desc</c> says the same.</summary>
    public static TicketOrder? Read(string? sort, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(sort))
            return null;

        var text = sort.Trim();
        var parts = text.TrimStart('-', '+').Split([':', ',', ' '], 2);
        var descending = text[0] == '-' || parts is [_, var direction] && direction.Trim().Equals("desc", StringComparison.OrdinalIgnoreCase);
        var wellFormed = parts is [_] || parts is [_, var word] && word.Trim().ToUpperInvariant() is "ASC" or "DESC";
        if (wellFormed && Known.TryGetValue(parts[0], out var order))
            return order with { Descending = descending };

        errors.Add("sort", "unknown", "Must be appointmentDate, createdAt, due or ticketNo, with '-' in front for newest first.");
        return null;
    }
}

/// <summary>Where a page ended, opaque to clients.</summary>
/// <param name="Order">The order it holds in.</param>
/// <param name="Page">The number of the next page.</param>
/// <param name="Position">The last row's place.</param>
internal sealed record TicketCursor(TicketOrder Order, int Page, string[] Position)
{
    private const char Separator = '|';

    // As PostgreSQL writes them, where the offset of the time zone is one of hours and where it is not.
    private static readonly string[] Timestamps = ["yyyy-MM-dd HH:mm:ss.FFFFFFzz", "yyyy-MM-dd HH:mm:ss.FFFFFFzzz"];

    public string Write() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(
        Separator, ["1", Order.Descending ? "-" : "+", Order.Name, Page.ToString(CultureInfo.InvariantCulture), .. Position])));

    public static TicketCursor? Read(string? text, TicketOrder? sort, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(text))
            return null;

        if (Parse(text) is { } cursor && (sort is null || sort.Name == cursor.Order.Name && sort.Descending == cursor.Order.Descending))
            return cursor;

        errors.Add("cursor", "format", "Must be a nextCursor of this list in this order.");
        return null;
    }

    private static TicketCursor? Parse(string text)
    {
        var bytes = new byte[Math.Min(text.Length, 400)];
        if (text.Length > 400 || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var length))
            return null;

        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(Separator);
        if (parts is not ["1", "+" or "-", var name, var page, .. var position]
            || !int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
        {
            return null;
        }

        var order = TicketOrder.Read((parts[1] == "-" ? "-" : "") + name, new FieldErrors());
        return order is not null && order.Name == name && position.Length == order.Columns.Length && position.Zip(order.Types).All(Fits)
            ? new(order, number, position)
            : null;
    }

    // A forged cursor must fail here and not in the database.
    private static bool Fits((string Text, string Type) value) => value.Type switch
    {
        "date" => DateOnly.TryParseExact(value.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "time" => TimeOnly.TryParseExact(value.Text, "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "uuid" => Guid.TryParseExact(value.Text, "D", out _),
        "timestamptz" => DateTimeOffset.TryParseExact(value.Text, Timestamps, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        _ => SharedKernel.TicketNumber.TryParse(value.Text, out var number) && number == value.Text,
    };
}
