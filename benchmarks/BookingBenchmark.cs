using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Meida.Benchmarks;

/// <summary>Bookings at a fixed rate, and how long until their tickets are in the tickets database.</summary>
/// <remarks>
/// The row is looked for in the database, because reading a ticket by id over HTTP would ask Booking for one that has not
/// arrived yet. A request starts when it is due, whether or not those before it are answered.
/// </remarks>
internal static class BookingBenchmark
{
    private const int Requests = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(5);

    public static async Task<int> Run(RunningSystem system, CancellationToken cancel)
    {
        Console.WriteLine($"load before: {Machine.Load()}");
        for (var i = 0; i < 5; i++)
            await Book(system, i, cancel);

        var (answers, visible) = (new Figures(), new Figures());
        var errors = new Dictionary<string, int>();
        var waiting = new Dictionary<Guid, long>();
        using var booked = new CancellationTokenSource();
        var watch = Watch(system, waiting, visible, booked.Token, cancel);

        var began = Stopwatch.GetTimestamp();
        var sent = new List<Task>();
        for (var i = 0; i < Requests; i++)
        {
            var early = Interval * i - Stopwatch.GetElapsedTime(began);
            if (early > TimeSpan.Zero)
                await Task.Delay(early, cancel);
            sent.Add(One(i));
        }

        await Task.WhenAll(sent);
        await booked.CancelAsync();
        await watch;

        Console.WriteLine($"load after:  {Machine.Load()}");
        Console.WriteLine($"{Requests} bookings, 10 a second");
        Console.WriteLine($"  201 answered      p50 {answers.Percentile(50),7:F1} ms   p95 {answers.Percentile(95),7:F1} ms   ({answers.Count})");
        Console.WriteLine($"  201 until listed  p50 {visible.Percentile(50),7:F1} ms   p95 {visible.Percentile(95),7:F1} ms   ({visible.Count}, looked for every 5 ms)");
        Console.WriteLine($"  errors {errors.Values.Sum()}, not listed within {Patience.TotalSeconds:F0} s {waiting.Count}");
        foreach (var (error, count) in errors)
            Console.WriteLine($"    {count} x {error}");
        return errors.Count + waiting.Count == 0 ? 0 : 1;

        async Task One(int i)
        {
            var start = Stopwatch.GetTimestamp();
            string? error = null;
            try
            {
                var (status, ticket) = await Book(system, i, cancel);
                var answered = Stopwatch.GetTimestamp();
                if (ticket is { } id)
                {
                    lock (waiting)
                    {
                        answers.Add(Stopwatch.GetElapsedTime(start, answered));
                        waiting.Add(id, answered);
                    }
                }
                else
                {
                    error = status == HttpStatusCode.TooManyRequests
                        ? "429: start the system with RateLimiting__Public__PermitLimit=100000"
                        : ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture);
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or JsonException
                || failure is TaskCanceledException && !cancel.IsCancellationRequested)
            {
                error = failure.Message;
            }

            if (error is null)
                return;
            lock (waiting)
                errors[error] = errors.GetValueOrDefault(error) + 1;
        }
    }

    private static async Task<(HttpStatusCode Status, Guid? Ticket)> Book(RunningSystem system, int i, CancellationToken cancel)
    {
        var day = DateTime.UtcNow.Date.AddDays(2 + i % 50);
        using var answer = await system.Http.PostAsJsonAsync(
            "/api/public/booking",
            new
            {
                customerName = "压测客户",
                customerPhone = $"138{i:D4}{Random.Shared.Next(10_000):D4}",
                address = $"杭州市西湖区文三路{i + 1}号",
                appointmentDate = $"{day:yyyy-MM-dd}",
                appointmentTime = $"{9 + i % 8:D2}:00",
                issueDesc = "油烟机漏水，开机后有异响",
            },
            cancel);
        if (answer.StatusCode != HttpStatusCode.Created)
            return (answer.StatusCode, null);

        var ticket = await answer.Content.ReadFromJsonAsync<JsonElement>(cancel);
        return (answer.StatusCode, ticket.GetProperty("ticketId").GetGuid());
    }

    private static async Task Watch(
        RunningSystem system, Dictionary<Guid, long> waiting, Figures visible, CancellationToken booked, CancellationToken cancel)
    {
        await using var connection = await system.OpenTickets(cancel);
        await using var command = new NpgsqlCommand("select id from tickets where id = any($1)", connection);
        var wanted = new NpgsqlParameter<Guid[]> { TypedValue = [] };
        command.Parameters.Add(wanted);
        await command.PrepareAsync(cancel);

        long? ended = null;
        while (true)
        {
            lock (waiting)
                wanted.TypedValue = [.. waiting.Keys];
            if (booked.IsCancellationRequested)
            {
                ended ??= Stopwatch.GetTimestamp();
                if (wanted.TypedValue.Length == 0 || Stopwatch.GetElapsedTime(ended.Value) > Patience)
                    return;
            }

            if (wanted.TypedValue.Length > 0)
            {
                var found = new List<Guid>();
                await using (var reader = await command.ExecuteReaderAsync(cancel))
                {
                    while (await reader.ReadAsync(cancel))
                        found.Add(reader.GetGuid(0));
                }

                var now = Stopwatch.GetTimestamp();
                lock (waiting)
                {
                    foreach (var id in found)
                    {
                        visible.Add(Stopwatch.GetElapsedTime(waiting[id], now));
                        waiting.Remove(id);
                    }
                }
            }

            await Task.Delay(Resolution, cancel);
        }
    }
}
