using System.Globalization;
using Meida.Benchmarks;
using Microsoft.Playwright;
using Npgsql;

const string Usage =
    """
    Measures the system that ./run has started (found by MEIDA_HOME/run.json).

      benchmarks/run booking                   10 bookings a second for 20 s: the answer, and when the ticket can be listed
      benchmarks/run pages                     first contentful paint of /booking and /admin/tickets, CPU throttled four times
      benchmarks/run lists --tickets 100000    fills the list up to so many tickets and measures pages, searches and inserts
      benchmarks/run lists --remove            takes the filled-in tickets out again
    """;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    switch (args)
    {
        case ["booking"]:
            return await BookingBenchmark.Run(await RunningSystem.Find(stop.Token), stop.Token);
        case ["pages"]:
            return await PagesBenchmark.Run(await RunningSystem.Find(stop.Token), stop.Token);
        case ["lists", "--remove"]:
            await TicketSeed.Remove(await RunningSystem.Find(stop.Token), stop.Token);
            return 0;
        case ["lists", "--tickets", var text]
            when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var tickets) && tickets is >= 1000 and <= 10_000_000:
            return await ListBenchmark.Run(await RunningSystem.Find(stop.Token), tickets, stop.Token);
        case ["lists", "--tickets", ..]:
            await Console.Error.WriteLineAsync("--tickets takes a number from 1000 to 10000000.");
            return 2;
        default:
            await Console.Error.WriteLineAsync(Usage);
            return 2;
    }
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return 130;
}
catch (Exception error) when (error is BenchmarkException or NpgsqlException or PlaywrightException or HttpRequestException or IOException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}
