using System.Text.Json;
using Meida.EndToEnd.Running;
using RabbitMQ.Client;

namespace Meida.EndToEnd.Faults;

/// <summary>Another system: a durable queue of its own on the public events, read at the end.</summary>
internal sealed class Subscriber(RunFile run, string queue)
{
    public sealed record Heard(string Id, string Type, string Subject, int? Version);

    public async Task Subscribe()
    {
        await using var connection = await run.ConnectToBroker();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync(queue, "meida.events", "ticket.*");
    }

    /// <summary>Everything that came, twice what came twice; the queue is gone afterwards.</summary>
    public async Task<IReadOnlyList<Heard>> Read()
    {
        await using var connection = await run.ConnectToBroker();
        await using var channel = await connection.CreateChannelAsync();
        var heard = new List<Heard>();
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } delivery)
        {
            var json = JsonDocument.Parse(delivery.Body).RootElement;
            var version = json.GetProperty("data").TryGetProperty("version", out var number) ? number.GetInt32() : (int?)null;
            heard.Add(new(json.GetProperty("id").GetString()!, json.GetProperty("type").GetString()!, json.GetProperty("subject").GetString()!, version));
        }

        await channel.QueueDeleteAsync(queue);
        return heard;
    }
}
