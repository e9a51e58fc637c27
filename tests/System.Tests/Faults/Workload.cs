using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Meida.EndToEnd.Running;

namespace Meida.EndToEnd.Faults;

/// <summary>
/// Clients that book, confirm, assign, start, upload and complete while parts of the system die. Each repeats a call that got no
/// answer with the same idempotency key, as a careful client does, and notes what was acknowledged.
/// </summary>
internal sealed class Workload(Uri gateway, string productModel)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private int _acknowledged;

    /// <summary>Commands that were acknowledged; looking at a ticket is none.</summary>
    public int Acknowledged => _acknowledged;

    /// <summary>Tickets by id with the last command that was acknowledged on each.</summary>
    public ConcurrentDictionary<Guid, string> Tickets { get; } = new();

    /// <summary>The address of each receipt whose upload was acknowledged.</summary>
    public ConcurrentDictionary<Guid, string> Receipts { get; } = new();

    public ConcurrentBag<string> Surprises { get; } = [];

    public async Task Run(Func<bool> goOn)
    {
        using var customer = Client.Anonymous(gateway);
        var admin = await SignIn();
        while (goOn())
        {
            var booked = await Acknowledge(BookWith(Booking(), NewKey()), HttpStatusCode.Created);
            if (booked is null)
                continue;

            var id = (Guid)booked.Json["ticketId"]!;
            Tickets[id] = "BOOKED";
            if (await Command(id, "confirm", "CONFIRMED") && await Assign(id) && await Command(id, "start", "IN_PROGRESS") && await Upload(id))
                await Command(id, "complete", "COMPLETED");
        }

        async Task<bool> Command(Guid id, string command, string status)
        {
            var done = await Acknowledge(CommandWith($"/api/tickets/{id}/{command}", NewKey()), HttpStatusCode.OK);
            if (done is not null)
                Tickets[id] = status;
            return done is not null;
        }

        async Task<bool> Assign(Guid id)
        {
            var done = await Acknowledge(CommandWith($"/api/tickets/{id}/assign", NewKey()), HttpStatusCode.OK, HttpStatusCode.Accepted);
            if (done is null)
                return false;

            var waited = Stopwatch.StartNew();
            while (waited.Elapsed < Patience)
            {
                var ticket = await Insist(() => admin.Get($"/api/tickets/{id}"), HttpStatusCode.OK);
                if ((string?)ticket?.Json["status"] == "ASSIGNED")
                {
                    Tickets[id] = "ASSIGNED";
                    return true;
                }

                await Task.Delay(Pause);
            }

            Surprises.Add($"{id} was not assigned within {Patience}.");
            return false;
        }

        async Task<bool> Upload(Guid id)
        {
            var receipt = Samples.Receipt(id.GetHashCode());
            var done = await Acknowledge(() => admin.Upload($"/api/tickets/{id}/images", ("receipt.png", receipt)), HttpStatusCode.Created, HttpStatusCode.OK);
            if (done is not null)
                Receipts[id] = (string)done.Json["items"]![0]!["url"]!;
            return done is not null;
        }

        object Booking() => Samples.Booking(productModel: productModel);
        Func<Task<Answer>> BookWith(object body, string key) => () => customer.Post("/api/public/booking", body, idempotencyKey: key);
        Func<Task<Answer>> CommandWith(string path, string key) => () => admin.Post(path, new { }, idempotencyKey: key);
    }

    private static string NewKey() => Guid.NewGuid().ToString("N");

    private async Task<Client> SignIn()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await Client.SignIn(gateway, "admin");
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or Xunit.Sdk.XunitException && waited.Elapsed < Patience)
            {
                await Task.Delay(Pause);
            }
        }
    }

    private async Task<Answer?> Acknowledge(Func<Task<Answer>> command, params HttpStatusCode[] wanted)
    {
        var answer = await Insist(command, wanted);
        if (answer is not null)
            Interlocked.Increment(ref _acknowledged);
        return answer;
    }

    // No answer, or one that says 'try again', is tried again; any other answer must be one of the wanted.
    private async Task<Answer?> Insist(Func<Task<Answer>> call, params HttpStatusCode[] wanted)
    {
        var waited = Stopwatch.StartNew();
        Answer? answer = null;
        while (waited.Elapsed < Patience)
        {
            try
            {
                answer = await call();
                if (wanted.Contains(answer.Status))
                    return answer;

                if ((int)answer.Status < 500 && answer.Status is not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout))
                    break;
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
            {
                answer = null;
            }

            await Task.Delay(Pause);
        }

        Surprises.Add(answer is null ? "No answer in time." : $"{(int)answer.Status} {answer.Text}");
        return null;
    }
}
