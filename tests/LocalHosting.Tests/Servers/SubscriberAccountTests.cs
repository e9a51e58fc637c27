using System.Text;
using Meida.LocalHosting.Processes;
using Meida.LocalHosting.Servers;
using Meida.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Meida.LocalHosting.Tests.Servers;

/// <summary>What another system may do on the broker, and all that it may not.</summary>
public sealed class SubscriberAccountTests : IClassFixture<SubscriberAccountTests.Broker>
{
    private const string Mine = "ext.demo.tickets";
    private readonly Broker _broker;

    public SubscriberAccountTests(Broker broker) => _broker = broker;

    [Fact]
    public async Task It_binds_a_queue_of_its_own_to_the_public_events_and_reads_them()
    {
        await using var subscriber = await _broker.AsSubscriber();
        await using var channel = await subscriber.CreateChannelAsync();
        await channel.QueueDeclareAsync(Mine, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync(Mine, "meida.events", "ticket.*");

        await using var product = await _broker.AsProduct();
        await using var sender = await product.CreateChannelAsync(new CreateChannelOptions(true, true));
        await sender.BasicPublishAsync("meida.events", "ticket.booked", true, Encoding.UTF8.GetBytes("{}"));

        var got = await Eventually.Get(() => channel.BasicGetAsync(Mine, autoAck: true), timeout: TimeSpan.FromSeconds(30));
        Assert.Equal("ticket.booked", got.RoutingKey);
        await channel.QueueUnbindAsync(Mine, "meida.events", "ticket.*");
        await channel.QueueDeleteAsync(Mine);
    }

    public static TheoryData<string, Func<IChannel, Task>> Forbidden => new()
    {
        { "read a queue of the product", channel => channel.BasicGetAsync("tickets-inbox", autoAck: true) },
        { "consume from a queue of the product", channel => channel.BasicConsumeAsync("tickets-inbox", false, new AsyncEventingBasicConsumer(channel)) },
        { "empty a queue of the product", channel => channel.QueuePurgeAsync("tickets-inbox") },
        { "delete a queue of the product", channel => channel.QueueDeleteAsync("tickets-inbox") },
        { "bind a queue of the product", channel => channel.QueueBindAsync("tickets-inbox", "meida.events", "#") },
        { "publish a public event", channel => Publish(channel, "meida.events", "ticket.booked") },
        { "publish on an exchange of the product", channel => Publish(channel, "meida.tickets.ticket-booked.v1", "") },
        { "send to a queue of the product", channel => Publish(channel, "", "tickets-inbox") },
        { "declare a queue of another name", channel => channel.QueueDeclareAsync("demo.tickets", true, false, false) },
        { "declare a queue the broker names", channel => channel.QueueDeclareAsync("", false, true, true) },
        { "declare an exchange of another name", channel => channel.ExchangeDeclareAsync("demo.events", "topic", true) },
        { "delete the public events", channel => channel.ExchangeDeleteAsync("meida.events") },
        { "read another exchange of the product", channel => BindMine(channel, "meida.tickets.ticket-booked.v1") },
        { "read what the broker traces", channel => BindMine(channel, "amq.rabbitmq.trace") },
        { "pass dead letters on to the product", DeclareDeadLettering },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public async Task It_may_not(string what, Func<IChannel, Task> act)
    {
        await using var subscriber = await _broker.AsSubscriber();
        await using var channel = await subscriber.CreateChannelAsync(new CreateChannelOptions(true, true));

        var refused = await Record.ExceptionAsync(() => act(channel).WaitAsync(TimeSpan.FromSeconds(30)));

        var reason = refused switch
        {
            OperationInterruptedException interrupted => interrupted.ShutdownReason,
            _ => channel.CloseReason,
        };
        Assert.True(reason?.ReplyCode == 403, $"{what}: {refused?.Message ?? "was allowed"}");
        Assert.False(channel.IsOpen);
    }

    [Fact]
    public async Task Another_start_knows_the_same_accounts_and_a_new_password()
    {
        using var scratch = TestPlaces.Scratch();
        var options = new NativeRabbitMqOptions { Directory = Path.Combine(scratch.Path, "broker"), Password = "secret", SubscriberPassword = "first" };
        await using (await NativeRabbitMq.Start(options, CancellationToken.None))
        {
            // Only to be there.
        }

        await using var again = await NativeRabbitMq.Start(options with { SubscriberPassword = "second" }, CancellationToken.None);
        await using (await new ConnectionFactory { Uri = again.AmqpUri }.CreateConnectionAsync())
        await using (await Broker.Connect(again, "subscriber", "second"))
        {
            await Assert.ThrowsAsync<BrokerUnreachableException>(() => Broker.Connect(again, "subscriber", "first"));
            await Assert.ThrowsAsync<BrokerUnreachableException>(() => Broker.Connect(again, "guest", "guest"));
        }
    }

    private static async Task Publish(IChannel channel, string exchange, string routingKey) =>
        await channel.BasicPublishAsync(exchange, routingKey, false, Encoding.UTF8.GetBytes("{}"));

    private static async Task BindMine(IChannel channel, string exchange)
    {
        await channel.QueueDeclareAsync("ext.demo.bound", false, false, true);
        await channel.QueueBindAsync("ext.demo.bound", exchange, "#");
    }

    private static Task DeclareDeadLettering(IChannel channel) => channel.QueueDeclareAsync(
        "ext.demo.dead", true, false, false, new Dictionary<string, object?> { ["x-dead-letter-exchange"] = "meida.tickets.ticket-booked.v1" });

    /// <summary>One broker for all, with the parts of the product that a subscriber might reach for.</summary>
    public sealed class Broker : IAsyncLifetime
    {
        private readonly ScratchDirectory _scratch = TestPlaces.Scratch();
        private NativeRabbitMq _server = null!;

        public async ValueTask InitializeAsync()
        {
            _server = await NativeRabbitMq.Start(
                new NativeRabbitMqOptions { Directory = Path.Combine(_scratch.Path, "broker"), Password = "secret", SubscriberPassword = "also secret" },
                CancellationToken.None);
            await using var product = await AsProduct();
            await using var channel = await product.CreateChannelAsync();
            await channel.ExchangeDeclareAsync("meida.events", "topic", durable: true);
            await channel.ExchangeDeclareAsync("meida.tickets.ticket-booked.v1", "fanout", durable: true);
            await channel.QueueDeclareAsync("tickets-inbox", durable: true, exclusive: false, autoDelete: false);
        }

        public Task<IConnection> AsProduct() => new ConnectionFactory { Uri = _server.AmqpUri }.CreateConnectionAsync();

        public Task<IConnection> AsSubscriber() => Connect(_server, NativeRabbitMqOptions.SubscriberUser, "also secret");

        public static Task<IConnection> Connect(NativeRabbitMq server, string user, string password) =>
            new ConnectionFactory { HostName = "127.0.0.1", Port = server.Port, UserName = user, Password = password }.CreateConnectionAsync();

        public async ValueTask DisposeAsync()
        {
            await _server.DisposeAsync();
            _scratch.Dispose();
        }
    }
}
