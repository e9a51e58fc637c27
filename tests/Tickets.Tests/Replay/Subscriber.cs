using System.Text;
using System.Text.Json.Nodes;
using Meida.Testing;
using RabbitMQ.Client;

namespace Meida.Tickets.Tests.Replay;

/// <summary>Another system with a queue of its own, bound to the public events or to nothing.</summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private Subscriber(IConnection connection, IChannel channel, string queue) => (_connection, _channel, Queue) = (connection, channel, queue);

    public string Queue { get; }

    public static async Task<Subscriber> Join(RabbitBroker broker, string? pattern = null)
    {
        var connection = await broker.Connect();
        var channel = await connection.CreateChannelAsync();
        var queue = $"ext.tests.{Guid.NewGuid():N}";
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
        if (pattern is not null)
            await channel.QueueBindAsync(queue, "meida.events", pattern);
        return new Subscriber(connection, channel, queue);
    }

    public Task Leave() => _channel.QueueDeleteAsync(Queue);

    public async Task<uint> Waiting() => await _channel.MessageCountAsync(Queue);

    /// <summary>Takes what is there now.</summary>
    public async Task<IReadOnlyList<Heard>> Take()
    {
        var heard = new List<Heard>();
        while (await _channel.BasicGetAsync(Queue, autoAck: true) is { } got)
        {
            heard.Add(new Heard(
                Encoding.UTF8.GetString(got.Body.Span), got.BasicProperties.MessageId!, got.BasicProperties.ContentType!, got.BasicProperties.Persistent));
        }

        return heard;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.QueueDeleteAsync(Queue);
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}

/// <summary>A message as a subscriber gets it.</summary>
internal sealed record Heard(string Body, string MessageId, string ContentType, bool Persistent)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public string Type => (string)Json["type"]!;

    public string? TicketNo => (string?)Json["subject"];

    public int? Version => (int?)Json["data"]!["version"];

    /// <summary>The text without the trace of its sending; everything else byte for byte.</summary>
    public string WithoutTrace => Json["traceparent"] is { } trace
        ? Body.Replace($"\"traceparent\":\"{(string)trace!}\",", "", StringComparison.Ordinal)
        : Body;
}
