using System.Collections.Concurrent;
using System.Net;
using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Subscribers;

[Collection(SystemCollection.Name)]
public sealed class SampleSubscriberTests(RunningSystem system)
{
    private const int Tickets = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string[] NeverAnnounced = ["EDITED", "PHONE_REVEALED"];

    private string Home => Path.GetDirectoryName(system.RunFilePath)!;

    [Fact]
    public async Task Killed_in_the_middle_of_traffic_and_started_again_its_table_is_the_tickets_history()
    {
        var tickets = new ConcurrentBag<(string Id, string Number)>();
        Task traffic;
        using (var first = SampleProgram.Start(Home))
        {
            await Eventually.Is(() => Says(first, "reading"), Patience);
            traffic = Task.WhenAll(Enumerable.Range(0, 3).Select(worker => Work(worker, tickets)));
            await Eventually.Is(() => Says(first, "TK", atLeast: 8), Patience);
            await first.Kill();
        }

        var whileItWasDead = tickets.Count;
        await Eventually.Is(() => Task.FromResult(tickets.Count > whileItWasDead || traffic.IsCompleted), "No traffic.", Patience);
        using var second = SampleProgram.Start(Home);
        await traffic;

        Assert.Equal(Tickets, tickets.Count);
        using var admin = await Client.SignIn(system.Gateway, "admin");
        await Eventually.Is(
            async () =>
            {
                var (statuses, seen) = SampleProgram.Table(Home);
                foreach (var (id, number) in tickets)
                {
                    var ticket = (await admin.Get($"/api/tickets/{id}")).Is(HttpStatusCode.OK).Json;
                    Assert.Equal((number, (string)ticket["status"]!), (number, statuses.GetValueOrDefault(number)));
                    // An uploaded receipt is announced under the image's id.
                    var announced = ticket["events"]!.AsArray().Where(entry => !NeverAnnounced.Contains((string)entry!["action"]!))
                        .Select(entry => (string)((string)entry!["action"]! == "RECEIPT_UPLOADED" ? entry["details"]!["imageId"]! : entry["id"]!)!);
                    Assert.All(announced, eventId => Assert.Contains(eventId, seen));
                }
            }, Patience);
        Assert.True(second.Runs, string.Join('\n', second.Lines));
    }

    private async Task Work(int worker, ConcurrentBag<(string Id, string Number)> tickets)
    {
        using var customer = Client.Anonymous(system.Gateway);
        using var admin = await Client.SignIn(system.Gateway, "admin");
        for (var n = 0; n < Tickets / 3; n++)
        {
            var booked = (await customer.Post("/api/public/booking", Samples.Booking())).Is(HttpStatusCode.Created).Json;
            var (id, number) = ((string)booked["ticketId"]!, (string)booked["ticketNo"]!);
            (await admin.Post($"/api/tickets/{id}/confirm")).Is(HttpStatusCode.OK);
            if (n % 2 == 1)
            {
                (await admin.Post($"/api/tickets/{id}/cancel", new { reason = "客户取消" })).Is(HttpStatusCode.OK);
            }
            else if ((await admin.Post($"/api/tickets/{id}/assign", new { })).Status == HttpStatusCode.OK)
            {
                (await admin.Post($"/api/tickets/{id}/start")).Is(HttpStatusCode.OK);
                (await admin.Upload($"/api/tickets/{id}/images", ("receipt.png", Samples.Receipt(7000 + worker * 100 + n)))).Is(HttpStatusCode.Created);
                (await admin.Post($"/api/tickets/{id}/complete")).Is(HttpStatusCode.OK);
            }

            tickets.Add((id, number));
        }
    }

    private static Task Says(SampleProgram program, string beginning, int atLeast = 1)
    {
        Assert.True(program.Lines.Count(line => line.StartsWith(beginning, StringComparison.Ordinal)) >= atLeast, string.Join('\n', program.Lines));
        return Task.CompletedTask;
    }
}
