using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Meida.Benchmarks;

/// <summary>What one insert costs with and without the two search indexes, on copies of the table.</summary>
/// <remarks>
/// Single rows, each a transaction, the two tables by turns. What the indexes put off (their pending lists) is worked off
/// within the measure.
/// </remarks>
internal static class InsertCost
{
    private const int MostRows = 20_000;
    private const int PerPass = 400;
    private const int Passes = 5;

    private static readonly string[] Tables = ["with_search", "without_search"];

    public static async Task Measure(RunningSystem system, CancellationToken cancel)
    {
        await using var connection = await system.OpenTickets(cancel);
        try
        {
            await Prepare(connection, cancel);
            await Compare(connection, cancel);
        }
        finally
        {
            await TicketSeed.Execute(connection, "drop schema if exists benchmark cascade", CancellationToken.None);
        }
    }

    private static async Task Prepare(NpgsqlConnection connection, CancellationToken cancel)
    {
        await TicketSeed.Execute(connection, "drop schema if exists benchmark cascade; create schema benchmark", cancel);
        var columns = await TicketSeed.Scalar<string>(
            connection,
            """
            select string_agg(attname, ', ' order by attnum) from pg_attribute
            where attrelid = 'tickets'::regclass and attnum > 0 and not attisdropped and attgenerated = ''
            """,
            cancel);
        foreach (var table in Tables)
        {
            await TicketSeed.Execute(connection, $"create table benchmark.{table} (like public.tickets including all)", cancel);
            if (table == "without_search")
                await DropSearch(connection, cancel);
            await TicketSeed.Execute(
                connection, $"insert into benchmark.{table} ({columns}) select {columns} from public.tickets order by id limit {MostRows}", cancel);
        }

        // The rows to come, with ids and numbers of their own.
        await TicketSeed.Execute(
            connection,
            $"""
            create table benchmark.rows as select row_number() over () as position, * from (
                select {columns} from public.tickets order by id desc limit {Passes * PerPass}) last;
            update benchmark.rows set id = gen_random_uuid(), ticket_no = 'TK' || lpad(upper(to_hex(position)), 8, '0');
            alter table benchmark.rows add primary key (position);
            analyze benchmark.rows
            """,
            cancel);
        foreach (var table in Tables)
        {
            await TicketSeed.Execute(connection, $"vacuum (analyze) benchmark.{table}", cancel);
            await TicketSeed.Execute(
                connection,
                $"prepare into_{table}(bigint) as insert into benchmark.{table} ({columns}) select {columns} from benchmark.rows where position = $1",
                cancel);
        }
    }

    private static async Task Compare(NpgsqlConnection connection, CancellationToken cancel)
    {
        var backend = await TicketSeed.Scalar<int>(connection, "select pg_backend_pid()", cancel);
        var costs = Tables.ToDictionary(table => table, _ => new List<Cost>());
        for (var pass = 0; pass < Passes; pass++)
        {
            // By turns, and the other way round every other time: what warms up favours neither.
            foreach (var table in pass % 2 == 0 ? Tables : [.. Tables.Reverse()])
                costs[table].Add(await Pass(connection, backend, table, pass, cancel));
        }

        var rows = await TicketSeed.Scalar<long>(connection, "select count(*) from benchmark.without_search", cancel);
        var (with, without) = (Median(costs["with_search"]), Median(costs["without_search"]));
        Console.WriteLine($"one insert into a copy of the table, {rows} rows in the end, median of {Passes} passes of {PerPass}:");
        Console.WriteLine($"  with the two search indexes     {with}");
        Console.WriteLine($"  without them                    {without}");
        Console.WriteLine(with.Cpu is { } more && without.Cpu is { } less
            ? $"  ratio                           {more / less,7:F2} of CPU    {with.Elapsed / without.Elapsed,7:F2} of time"
            : $"  ratio                           {with.Elapsed / without.Elapsed,7:F2} of time");
    }

    private static async Task<Cost> Pass(NpgsqlConnection connection, int backend, string table, int pass, CancellationToken cancel)
    {
        var (began, cpu) = (Stopwatch.GetTimestamp(), CpuTime(backend));
        for (var row = 1; row <= PerPass; row++)
            await TicketSeed.Execute(connection, $"execute into_{table}({(pass * PerPass) + row})", cancel);
        await TicketSeed.Execute(
            connection,
            $"""
            select gin_clean_pending_list(c.oid) from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
            where i.indrelid = 'benchmark.{table}'::regclass and a.amname = 'gin'
            """,
            cancel);
        return new(
            Stopwatch.GetElapsedTime(began).TotalMicroseconds / PerPass,
            cpu is { } before && CpuTime(backend) is { } after ? (after - before) / 1000.0 / PerPass : null);
    }

    private static async Task DropSearch(NpgsqlConnection connection, CancellationToken cancel)
    {
        var indexes = await TicketSeed.Scalar<string[]>(
            connection,
            """
            select array_agg(i.indexrelid::regclass::text) from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
            where i.indrelid = 'benchmark.without_search'::regclass and a.amname = 'gin'
            """,
            cancel);
        await TicketSeed.Execute(connection, "drop index " + string.Join(", ", indexes), cancel);
    }

    private static Cost Median(List<Cost> costs) => new(
        costs.Select(cost => cost.Elapsed).Order().ElementAt(costs.Count / 2),
        costs.All(cost => cost.Cpu is not null) ? costs.Select(cost => cost.Cpu).Order().ElementAt(costs.Count / 2) : null);

    // Nanoseconds on a processor; unlike elapsed time it holds on a busy machine. Unknown when the server is elsewhere.
    private static long? CpuTime(int process)
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/schedstat");
        return File.Exists(file) ? long.Parse(File.ReadAllText(file).Split(' ')[0], CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Microseconds an insert.</summary>
    private sealed record Cost(double Elapsed, double? Cpu)
    {
        public override string ToString() => Cpu is { } cpu ? $"{cpu,7:F0} us of CPU {Elapsed,7:F0} us" : $"{Elapsed,7:F0} us";
    }
}
