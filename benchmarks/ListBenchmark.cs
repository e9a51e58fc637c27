using System.Diagnostics;
using System.Globalization;

namespace Meida.Benchmarks;

/// <summary>Pages and searches of a list of a given length, through the gateway.</summary>
internal static class ListBenchmark
{
    private const int Requests = 100;
    private const int WarmUps = 5;
    private const double Goal = 50;

    public static async Task<int> Run(RunningSystem system, int tickets, CancellationToken cancel)
    {
        await TicketSeed.Fill(system, tickets, cancel);

        var cases = await Cases(system, cancel);
        var errors = 0;
        Console.WriteLine($"load before: {Machine.Load()}");
        // All by turns: a busy moment of the machine falls on each of them.
        for (var i = -WarmUps; i < Requests; i++)
        {
            if (i % 50 is -WarmUps or 0)
                await system.SignIn(cancel);
            foreach (var (_, query, figures) in cases)
            {
                var began = Stopwatch.GetTimestamp();
                using var answer = await system.Http.GetAsync(new Uri("/api/tickets" + query, UriKind.Relative), cancel);
                if (!answer.IsSuccessStatusCode)
                    errors++;
                else if (i >= 0)
                    figures.Add(Stopwatch.GetElapsedTime(began));
            }
        }

        Console.WriteLine($"load after:  {Machine.Load()}");
        Console.WriteLine($"{tickets} tickets, {Requests} requests each, ms:");
        foreach (var (name, _, figures) in cases)
        {
            var p95 = figures.Percentile(95);
            Console.WriteLine($"  p50 {figures.Percentile(50),7:F1}   p95 {p95,7:F1} {(p95 > Goal ? "!" : " ")}  {name}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  errors {errors}; ! is a 95th percentile over {Goal} ms"));
        await InsertCost.Measure(system, cancel);
        return errors == 0 ? 0 : 1;
    }

    private static async Task<(string Name, string Query, Figures Figures)[]> Cases(RunningSystem system, CancellationToken cancel)
    {
        await using var connection = await system.OpenTickets(cancel);
        var number = await TicketSeed.Scalar<string>(connection, "select ticket_no from tickets order by id limit 1", cancel);
        var from = $"{DateTime.UtcNow.AddDays(-90):yyyy-MM-dd}";
        var to = $"{DateTime.UtcNow.AddDays(-30):yyyy-MM-dd}";
        return
        [
            ("first page", "?page=1", new()),
            ($"status COMPLETED, {from} to {to}", $"?status=COMPLETED&from={from}&to={to}", new()),
            ("page 500", "?page=500", new()),
            Search("two characters", "漏水"),
            Search("one character", "水"),
            Search("two characters, absent", "鑫鑫"),
            Search("ticket number", number),
            Search("Latin word", "smith"),
        ];

        static (string, string, Figures) Search(string name, string text) => ($"{name}: {text}", "?q=" + Uri.EscapeDataString(text), new());
    }
}
