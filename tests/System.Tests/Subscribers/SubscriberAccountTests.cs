using System.Text;
using Meida.EndToEnd.Running;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Meida.EndToEnd.Subscribers;

/// <summary>What another system may not do on the broker; what it may, the other tests here do.</summary>
[Collection(SystemCollection.Name)]
public sealed class SubscriberAccountTests(RunningSystem system)
{
    private const string OfTheProduct = "tickets-booking-submitted";
    private const string OfAnother = "ext.other.tickets";

    public static TheoryData<string, Func<IChannel, Task>> Forbidden => new()
    {
        { "read a queue of the product", channel => channel.BasicGetAsync(OfTheProduct, autoAck: true) },
        { "consume from a queue of the product", channel => channel.BasicConsumeAsync(OfTheProduct, false, new AsyncEventingBasicConsumer(channel)) },
        { "empty a queue of the product", channel => channel.QueuePurgeAsync(OfTheProduct) },
        { "delete a queue of the product", channel => channel.QueueDeleteAsync(OfTheProduct) },
        { "bind a queue of the product", channel => channel.QueueBindAsync(OfTheProduct, "meida.events", "#") },
        { "publish a public event", channel => Publish(channel, "meida.events", "ticket.booked") },
        { "publish on an exchange of the product", channel => Publish(channel, "meida.files.receipt-uploaded.v1", "") },
        { "send to a queue of the product", channel => Publish(channel, "", OfTheProduct) },
        { "declare a queue of another name", channel => channel.QueueDeclareAsync("subscriber.tickets", true, false, false) },
        { "declare a queue the broker names", channel => channel.QueueDeclareAsync("", false, true, true) },
        { "declare an exchange of another name", channel => channel.ExchangeDeclareAsync("subscriber.events", "topic", true) },
        { "delete the public events", channel => channel.ExchangeDeleteAsync("meida.events") },
        { "read another exchange of the product", channel => BindMine(channel, "meida.tickets.ticket-booked.v1") },
        { "read what the broker traces", channel => BindMine(channel, "amq.rabbitmq.trace") },
        { "make a queue of another account", channel => channel.QueueDeclareAsync("ext.third.tickets", true, false, false) },
        { "read a queue of another account", channel => channel.BasicGetAsync(OfAnother, autoAck: true) },
        { "pass dead letters on to the product", DeclareDeadLettering },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public async Task It_may_not(string what, Func<IChannel, Task> act)
    {
        await using (var product = await system.Run.ConnectToBroker())
        await using (var owner = await product.CreateChannelAsync())
            await owner.QueueDeclareAsync(OfAnother, durable: true, exclusive: false, autoDelete: false);
        await using var subscriber = await new ConnectionFactory { Uri = system.Run.Subscriber.Uri, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
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

    private static async Task Publish(IChannel channel, string exchange, string routingKey) =>
        await channel.BasicPublishAsync(exchange, routingKey, false, Encoding.UTF8.GetBytes("{}"));

    private static async Task BindMine(IChannel channel, string exchange)
    {
        await channel.QueueDeclareAsync("ext.subscriber.bound", false, false, true);
        await channel.QueueBindAsync("ext.subscriber.bound", exchange, "#");
    }

    private static Task DeclareDeadLettering(IChannel channel) => channel.QueueDeclareAsync(
        "ext.subscriber.dead", true, false, false, new Dictionary<string, object?> { ["x-dead-letter-exchange"] = "meida.tickets.ticket-booked.v1" });
}
