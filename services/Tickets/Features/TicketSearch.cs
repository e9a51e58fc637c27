using System.Globalization;
using System.Text;
using Meida.ServiceDefaults.Data;
using Meida.ServiceDefaults.Http;
using Meida.SharedKernel;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Meida.Tickets.Features;

/// <summary>A page of tickets by id.</summary>
internal sealed record TicketPage(int Total, bool TotalIsExact, IReadOnlyList<Guid> Ids, TicketCursor? Next);

/// <summary>
/// Finds the tickets of a page. Counting stops at 10,000, pages are read from an index in the order of the list, and a
/// search takes the index that suits its length.
/// </summary>
/// <remarks>
/// The statements are written by hand because their speed hangs on their form: a filtered set is materialized when it is
/// small enough to sort, and the order's index is walked when it is not.
/// </remarks>
internal sealed class TicketSearch(TicketsDbContext db)
{
    private const int CountLimit = PageRequest.MaxExactTotal + 1;

    // How many rows the walk for a common word looks at before it gives up and sorts all that were found.
    private const int WalkLimit = 20_000;

    private const int CommonFrom = 30_000;

    /// <param name="filter">Which tickets.</param>
    /// <param name="order">In which order.</param>
    /// <param name="page">Which part of them.</param>
    /// <param name="cursor">The place after which the part begins, in place of its number.</param>
    /// <param name="uncounted">Whether the number of all tickets does not matter; it is 0 then where it is not known anyhow.</param>
    /// <param name="cancel">Ends the search.</param>
    public async Task<TicketPage> Find(
        TicketFilter filter, TicketOrder order, PageRequest page, TicketCursor? cursor, CancellationToken cancel, bool uncounted = false)
    {
        var where = new TicketConditions(filter);
        // One row more than the page tells whether there is a next one.
        var (take, skip) = (page.PageSize + 1, cursor is null ? page.Offset : 0);
        var beyond = cursor is null ? "true" : where.Add(cursor);

        var counted = where.Search is null ? await Run(Indexed(where, order, beyond, take, skip, uncounted), where, cancel)
            : await IsCommon(where, cancel) ? new(CountLimit, [])
            : await Run(Materialized(where, order, beyond, take, skip, CountLimit), where, cancel);
        var exact = counted.Total <= PageRequest.MaxExactTotal;
        var positions = counted.Positions;
        if (where.Search is not null && !exact)
        {
            // More than can be sorted quickly: common words fill a page soon on the way down the order's index.
            positions = (await Run(Walk(where, order, beyond, take, skip), where, cancel)).Positions;
            if (positions.Count < take)
                positions = (await Run(Materialized(where, order, beyond, take, skip, limit: null), where, cancel)).Positions;
        }

        var rows = positions.Take(page.PageSize).ToList();
        var next = positions.Count > page.PageSize ? new TicketCursor(order, page.Page + 1, rows[^1].Position) : null;
        return new(Math.Min(counted.Total, PageRequest.MaxExactTotal), exact, [.. rows.Select(row => row.Id)], next);
    }

    // A word in so many tickets need not be counted to know that there are more than 10,000. The estimate comes from a sample
    // of 30,000 tickets, so a word in three times that many is no accident; tickets are never deleted.
    private async Task<bool> IsCommon(TicketConditions where, CancellationToken cancel)
    {
        if (where.Estimate is not { } estimate)
            return false;

        var sql = $"select {estimate} as estimate";
        var rows = await db.Database.SqlQueryRaw<EstimateRow>(sql, where.Parameters()).ToListAsync(cancel);
        return rows[0].Estimate > CommonFrom;
    }

    private static string Indexed(TicketConditions where, TicketOrder order, string beyond, int take, long skip, bool uncounted) =>
        $"""
        select {(uncounted ? "0" : $"(select count(*)::int from (select 1 from tickets t where {where.Filter} limit {CountLimit}) counted)")} as total, p.id, p.position
        from (select 1) one left join lateral (
            select t.id, {order.Position} as position from (
                select {Columns(order)} from tickets t where {where.Filter} and {beyond}
                order by {order.OrderBy} limit {take} offset {skip}) t) p on true
        """;

    private static string Materialized(TicketConditions where, TicketOrder order, string beyond, int take, long skip, int? limit) =>
        $"""
        with found as materialized (
            select {Columns(order)}
            from tickets t where {where.Filter} and {where.Search} {(limit is null ? "" : "limit " + limit)})
        select (select count(*)::int from found) as total, p.id, p.position
        from (select 1) one left join lateral (
            select t.id, {order.Position} as position from (
                select {Columns(order)} from found t where {beyond}
                order by {order.OrderBy} limit {take} offset {skip}) t) p on true
        """;

    private static string Walk(TicketConditions where, TicketOrder order, string beyond, int take, long skip) =>
        $"""
        select 0 as total, t.id, {order.Position} as position
        from (select t.* from tickets t where {where.Filter} and {beyond} order by {order.OrderBy} limit {WalkLimit}) t
        where {where.SearchWithoutIndex}
        order by {order.OrderBy} limit {take} offset {skip}
        """;

    // The positions are made of the page's rows alone, outside of what is sorted and skipped: as text they cost more than the sort.
    private static string Columns(TicketOrder order) => string.Join(", ", order.Columns.Append("id").Distinct().Select(column => "t." + column));

    private async Task<Result> Run(string sql, TicketConditions where, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQueryRaw<Row>(sql, where.Parameters()).ToListAsync(cancel);
        return new(
            rows.Count == 0 ? 0 : rows[0].Total,
            [.. rows.Where(row => row.Id is not null).Select(row => (row.Id!.Value, row.Position!))]);
    }

    private sealed record Result(int Total, IReadOnlyList<(Guid Id, string[] Position)> Positions);

    private sealed record EstimateRow(long Estimate);

    private sealed record Row(int Total, Guid? Id, string[]? Position);
}

/// <summary>The conditions of a filter in SQL, every value a parameter.</summary>
internal sealed class TicketConditions
{
    private readonly List<object> _values = [];

    public TicketConditions(TicketFilter filter)
    {
        var conditions = new List<string>();
        if (filter.Statuses is [var only])
            conditions.Add($"t.status = {Parameter(EnumText.Of(only))}");
        else if (filter.Statuses.Count > 1)
            conditions.Add($"t.status = any({Parameter(filter.Statuses.Select(EnumText.Of).ToArray())})");
        if (filter.Unassigned)
            conditions.Add("t.technician_id is null");
        if (filter.TechnicianId is { } technician)
            conditions.Add($"t.technician_id = {Parameter(technician)}");
        if (filter.Reach is { } reach)
            conditions.Add($"t.technician_id = {Parameter(reach)}");
        if (filter.NoCenter)
            conditions.Add("t.center_id is null");
        if (filter.CenterId is { } center)
            conditions.Add($"t.center_id = {Parameter(center)}");
        if (filter.From is { } from)
            conditions.Add($"t.appointment_date >= {Parameter(from)}");
        if (filter.To is { } to)
            conditions.Add($"t.appointment_date <= {Parameter(to)}");
        // Written out: the index of what is covered leaves the rest out, and a parameter could be anything.
        if (filter.Coverage is { } coverage)
            conditions.Add($"t.coverage = '{EnumText.Of(coverage)}'");
        if (filter.Urged is { } urged)
            conditions.Add(urged ? "t.urged_at is not null" : "t.urged_at is null");
        if (filter.Priority is { } priority)
            conditions.Add($"t.priority = '{EnumText.Of(priority)}'");
        if (filter.Overdue is { } overdue)
            conditions.Add(overdue ? "t.due_at < now()" : "t.due_at >= now()");
        Filter = conditions.Count == 0 ? "true" : string.Join(" and ", conditions);

        if (filter.Words.Count == 0)
            return;

        var words = filter.Words.Select(Word).ToList();
        SearchWithoutIndex = OrPhone(string.Join(" and ", words.Select(word => word.Plain)));
        Search = OrPhone(string.Join(" and ", words.Select(word => word.Indexed)));
        if (words is [{ Estimate: { } estimate }] && filter.PhoneHash is null && conditions.Count == 0)
            Estimate = estimate;

        string OrPhone(string search) => filter.PhoneHash is { } hash ? $"({search} or t.customer_phone_hash = {Parameter(hash)})" : search;
    }

    // The column holds folded text, and so does the query.
    private (string Plain, string Indexed, string? Estimate) Word(string word)
    {
        var plain = $"t.searched like lower({Parameter(LikePattern.Containing(word))})";
        if (HasTrigram(word))
        {
            // Both halves have an index; the serial number's has only the tickets that have one.
            var found = IsSerial(word) ? $"({plain} or upper(t.serial_number) like upper({Parameter("%" + word + "%")}))" : plain;
            return (found, found, null);
        }

        var grams = Parameter(word);
        var indexed = $"ticket_grams(t.searched) @> ticket_query_grams({grams})";
        // The grams of one or two characters are the word itself: nothing is left to check.
        return IsShort(word) ? (plain, indexed, $"ticket_search_estimate({grams})") : (plain, $"{indexed} and {plain}", null);
    }

    public string Filter { get; }

    /// <summary>The search in the form that an index serves; null without one.</summary>
    public string? Search { get; }

    /// <summary>What tells about how many tickets a short word is in; null where nothing reliable does.</summary>
    public string? Estimate { get; }

    /// <summary>The same search in the form that is cheapest on a row at hand.</summary>
    public string? SearchWithoutIndex { get; }

    public string Add(TicketCursor cursor)
    {
        var first = _values.Count;
        foreach (var value in cursor.Position)
            Parameter(value);
        return cursor.Order.Beyond(first);
    }

    public object[] Parameters() =>
        [.. _values.Select((value, i) => new NpgsqlParameter(string.Create(CultureInfo.InvariantCulture, $"p{i}"), value))];

    private string Parameter(object value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"@p{_values.Count - 1}");
    }

    private static bool IsSerial(string word) =>
        word.Length <= SerialNumber.MaxLength && word.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');

    private static bool IsShort(string text) => SharedKernel.RequestText.LengthInCharacters(text) <= 2;

    // pg_trgm indexes runs of letters and digits only; without three in a row it would read the whole index.
    private static bool HasTrigram(string text)
    {
        var run = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            run = Rune.IsLetterOrDigit(rune) ? run + 1 : 0;
            if (run == 3)
                return true;
        }

        return false;
    }
}
