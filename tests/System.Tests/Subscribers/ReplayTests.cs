using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Meida.EndToEnd.Running;
using Meida.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Meida.EndToEnd.Subscribers;

/// <summary>Another system, with the broker account that <c>run.json</c> names.</summary>
[Collection(SystemCollection.Name)]
public sealed class ReplayTests(RunningSystem system)
{
    [Fact]
    public async Task A_system_that_came_late_gets_the_same_events_byte_for_byte_but_for_the_trace()
    {
        await using var connection = await Subscribe();
        await using var channel = await connection.CreateChannelAsync();
        var (early, late) = ($"ext.subscriber.early-{Guid.NewGuid():N}", $"ext.subscriber.late-{Guid.NewGuid():N}");
        await channel.QueueDeclareAsync(early, durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(early, "meida.events", "ticket.#");
        using var admin = await Client.SignIn(system.Gateway, "admin");
        var (id, number) = await Completed(admin);
        var first = new Dictionary<string, string>();
        await Eventually.Is(
            async () =>
            {
                foreach (var body in await Take(channel, early, number))
                    first[Id(body)] = body;
                Assert.Equal(6, first.Count);
            }, TimeSpan.FromSeconds(60));

        await channel.QueueDeclareAsync(late, durable: true, exclusive: false, autoDelete: false);
        var answer = (await admin.Post("/api/admin/replays", new { queue = late, ticket = number })).Is(HttpStatusCode.OK).Json;

        Assert.Equal((6, late), ((int)answer["events"]!, (string)answer["queue"]!));
        var again = await Take(channel, late, number);
        Assert.Equal(
            ["ticket.booked", "ticket.confirmed", "ticket.assigned", "ticket.started", "ticket.receipt-uploaded", "ticket.completed"],
            again.Select(body => (string)JsonNode.Parse(body)!["type"]!));
        Assert.All(again, body => Assert.Equal(WithoutTrace(first[Id(body)]), body));
        Assert.Empty(await Take(channel, early, number));
        var history = (await admin.Get($"/api/tickets/{id}/events")).Json["items"]!.AsArray();
        Assert.Equal((string)history[0]!["id"]!, Id(again[0]));
        await channel.QueueDeleteAsync(early);
        await channel.QueueDeleteAsync(late);
    }

    [Fact]
    public async Task A_change_of_a_technician_is_replayed_with_its_first_id()
    {
        await using var connection = await Subscribe();
        await using var channel = await connection.CreateChannelAsync();
        var (early, late) = ($"ext.subscriber.early-{Guid.NewGuid():N}", $"ext.subscriber.late-{Guid.NewGuid():N}");
        await channel.QueueDeclareAsync(early, durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(early, "meida.events", "technician.changed");
        await channel.QueueDeclareAsync(late, durable: true, exclusive: false, autoDelete: false);
        using var admin = await Client.SignIn(system.Gateway, "admin");
        var center = (string)(await admin.Get("/api/service-centers")).Json["items"]![0]!["id"]!;
        var hired = (await admin.Post("/api/technicians", new { name = "赵师傅", phone = "13900009911", centerId = center, isActive = false })).Is(HttpStatusCode.Created).Json;
        var first = "";
        await Eventually.Is(
            async () =>
            {
                first = (await Take(channel, early, (string)hired["id"]!)).FirstOrDefault(first);
                Assert.NotEqual("", first);
            }, TimeSpan.FromSeconds(60));

        var since = (string)JsonNode.Parse(first)!["time"]!;
        var again = new List<string>();
        await Eventually.Is(
            async () =>
            {
                (await admin.Post("/api/admin/replays", new { queue = late, from = since })).Is(HttpStatusCode.OK);
                again.AddRange(await Take(channel, late, (string)hired["id"]!));
                Assert.NotEmpty(again);
            }, TimeSpan.FromSeconds(60));

        Assert.Equal(WithoutTrace(first), again[0]);
        await channel.QueueDeleteAsync(early);
        await channel.QueueDeleteAsync(late);
    }

    [Fact]
    public async Task Only_an_administrator_may_replay_and_only_to_a_queue_that_is_there()
    {
        using var admin = await Client.SignIn(system.Gateway, "admin");
        using var agent = await Client.SignIn(system.Gateway, "agent");
        using var nobody = Client.Anonymous(system.Gateway);
        var order = new { queue = "ext.subscriber.nowhere", from = "2026-01-01" };

        (await nobody.Post("/api/admin/replays", order)).Is(HttpStatusCode.Unauthorized, "unauthorized");
        (await agent.Post("/api/admin/replays", order)).Is(HttpStatusCode.Forbidden, "forbidden");
        (await admin.Post("/api/admin/replays", order)).Is(HttpStatusCode.NotFound, "not-found");
        (await admin.Post("/api/admin/replays", new { queue = "files-ticket-access", from = "2026-01-01" })).Is(HttpStatusCode.BadRequest, "validation");
        var document = (await nobody.Get("/openapi/v1.json")).Is(HttpStatusCode.OK).Json;
        Assert.NotNull(document["paths"]!["/api/admin/replays"]!["post"]);
    }

    [Theory]
    [InlineData("tickets-booking-submitted")]
    [InlineData("files-ticket-access")]
    public async Task The_account_reads_no_queue_of_the_product(string queue)
    {
        await using var connection = await Subscribe();
        await using var channel = await connection.CreateChannelAsync();

        var refused = await Assert.ThrowsAsync<OperationInterruptedException>(() => channel.BasicGetAsync(queue, autoAck: false));

        Assert.Equal(403, refused.ShutdownReason!.ReplyCode);
    }

    private Task<IConnection> Subscribe() => new ConnectionFactory { Uri = system.Run.Subscriber.Uri }.CreateConnectionAsync();

    private static async Task<(string Id, string Number)> Completed(Client admin)
    {
        var booked = (await admin.Post("/api/public/booking", Samples.Booking())).Is(HttpStatusCode.Created).Json;
        var id = (string)booked["ticketId"]!;
        (await admin.Post($"/api/tickets/{id}/confirm")).Is(HttpStatusCode.OK);
        await admin.Post($"/api/tickets/{id}/assign", new { });
        await Eventually.Is(async () => Assert.Equal("ASSIGNED", (string)(await admin.Get($"/api/tickets/{id}")).Json["status"]!), TimeSpan.FromSeconds(60));
        (await admin.Post($"/api/tickets/{id}/start")).Is(HttpStatusCode.OK);
        (await admin.Upload($"/api/tickets/{id}/images", ("receipt.png", Samples.Receipt(8800)))).Is(HttpStatusCode.Created);
        // On a busy machine the receipt may reach the ticket by the event only.
        await Eventually.Is(async () => Assert.Equal(5, (await admin.Get($"/api/tickets/{id}")).Json["events"]!.AsArray().Count), TimeSpan.FromSeconds(60));
        (await admin.Post($"/api/tickets/{id}/complete")).Is(HttpStatusCode.OK);
        return (id, (string)booked["ticketNo"]!);
    }

    private static async Task<List<string>> Take(IChannel channel, string queue, string ticketNo)
    {
        var bodies = new List<string>();
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } got)
            bodies.Add(Encoding.UTF8.GetString(got.Body.Span));
        return [.. bodies.Where(body => (string?)JsonNode.Parse(body)!["subject"] == ticketNo)];
    }

    private static string Id(string body) => (string)JsonNode.Parse(body)!["id"]!;

    private static string WithoutTrace(string body) =>
        body.Replace($"\"traceparent\":\"{(string)JsonNode.Parse(body)!["traceparent"]!}\",", "", StringComparison.Ordinal);
}
