using System.Globalization;
using System.Text;
using System.Text.Json;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Audit;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Features;

/// <summary>The list as a file for spreadsheets: RFC 4180, UTF-8 with a byte-order mark, streamed page by page.</summary>
internal static class ExportTickets
{
    private const int PageSize = 500;

    private static readonly string[] Header =
    [
        "ticketNo", "status", "customerName", "customerPhoneMasked", "address", "centerName", "productModel", "issueDesc", "appointmentDate",
        "appointmentTime", "technicianName", "createdAt", "updatedAt", "completedAt", "canceledReason", "receiptCount",
    ];

    public static async Task Handle(
        [AsParameters] TicketFilterQuery query, string? sort, TicketSearch search, TicketsDbContext db, PersonalData personalData, TimeProvider clock,
        HttpContext http, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var filter = TicketFilter.Read(query, http.User, personalData, errors);
        var order = TicketOrder.Read(sort, errors) ?? TicketOrder.Default;
        if (errors.Any)
            throw errors.ToException();

        // The first page is read before the first byte is sent: a fault can still be told.
        var (page, cursor) = (new PageRequest(1, PageSize), (TicketCursor?)null);
        var found = await search.Find(filter, order, page, cursor, cancel, uncounted: true);

        db.AuditLogs.Add(AuditEntry.Of(http.Actor(), clock.GetUtcNow(), "EXPORT", null, null, AuditEntry.Done, Filters(http)));
        await db.SaveChangesAsync(cancel);

        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"tickets-{AppointmentSlots.Today(clock):yyyy-MM-dd}.csv\"";
        http.Response.Headers.CacheControl = "no-store";
        await using var csv = new StreamWriter(http.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)) { NewLine = "\r\n" };
        await csv.WriteLineAsync(string.Join(',', Header));
        while (true)
        {
            var tickets = await db.Tickets.AsNoTracking().Where(t => found.Ids.Contains(t.Id)).Select(TicketReading.Summary(db, clock.GetUtcNow())).ToDictionaryAsync(t => t.Id, cancel);
            foreach (var ticket in found.Ids.Where(tickets.ContainsKey).Select(id => tickets[id]))
                await csv.WriteLineAsync(string.Join(',', Cells(ticket).Select(Cell)));
            await csv.FlushAsync(cancel);
            if (found.Next is not { } next)
                return;
            found = await search.Find(filter, order, page, next, cancel, uncounted: true);
        }
    }

    // Which filters, not what they look for: that may be a person.
    private static string Filters(HttpContext http) => JsonSerializer.Serialize(new { filters = http.Request.Query.Keys.Order(StringComparer.Ordinal) });

    private static IEnumerable<string?> Cells(TicketSummary t) =>
    [
        t.TicketNo, EnumText.Of(t.Status), t.CustomerName, t.CustomerPhoneMasked, t.Address, t.CenterName, t.ProductModel, t.IssueDesc,
        t.AppointmentDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), t.AppointmentTime.ToString("HH:mm", CultureInfo.InvariantCulture),
        t.TechnicianName, Instant(t.CreatedAt), Instant(t.UpdatedAt), t.CompletedAt is { } at ? Instant(at) : null, t.CanceledReason,
        t.ReceiptCount.ToString(CultureInfo.InvariantCulture),
    ];

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>One cell. What a spreadsheet would take for a formula gets an apostrophe in front.</summary>
    internal static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";

        // Spreadsheets skip white space and what is not seen before a formula, and know full-width signs as well.
        if (text[0] is '\t' or '\r' or '\n' || RequestText.Trim(text) is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..])
            text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n'") >= 0 ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }
}
