using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Meida.Contracts;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Meida.EndToEnd.Running;

/// <summary>Reads along on the exchange of every message of the product.</summary>
public sealed partial class MessageTap : IAsyncDisposable
{
    private readonly ConcurrentQueue<Message> _messages = new();
    private readonly IConnection _connection;

    private MessageTap(IConnection connection) => _connection = connection;

    public sealed record Message(string Exchange, string RoutingKey, string? ContentType, string? Id, string Body);

    public IReadOnlyList<Message> Messages => [.. _messages];

    public static async Task<MessageTap> Connect(RunFile run)
    {
        var broker = run.Rabbitmq;
        var factory = new ConnectionFactory { HostName = broker.Host, Port = broker.Port, UserName = broker.User, Password = broker.Password, VirtualHost = broker.Vhost ?? "/" };
        var tap = new MessageTap(await factory.CreateConnectionAsync());
        var channel = await tap._connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true)).QueueName;
        foreach (var exchange in Exchanges())
        {
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await channel.QueueBindAsync(queue, exchange, "");
        }

        await channel.ExchangeDeclareAsync("meida.events", ExchangeType.Topic, durable: true);
        await channel.QueueBindAsync(queue, "meida.events", "#");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            tap._messages.Enqueue(new(delivery.Exchange, delivery.RoutingKey, delivery.BasicProperties.ContentType, delivery.BasicProperties.MessageId,
                System.Text.Encoding.UTF8.GetString(delivery.Body.Span)));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        return tap;
    }

    /// <summary>The exchange of every record in Contracts that is a message: <c>meida.owner.kebab-name.v1</c>.</summary>
    public static IReadOnlyList<string> Exchanges() =>
    [
        .. typeof(PublicEventAttribute).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, Namespace: not null } && type.Namespace.StartsWith("Meida.Contracts.", StringComparison.Ordinal))
            .Select(type => $"meida.{type.Namespace!.Split('.')[^1].ToLowerInvariant()}.{Humps().Replace(type.Name, "-$1").TrimStart('-').ToLowerInvariant()}.v1"),
    ];

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    [GeneratedRegex("([A-Z])")]
    private static partial Regex Humps();
}
