using System.Text;
using Meida.EndToEnd.Running;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Meida.EndToEnd.Rights;

/// <summary>What a service that was broken into could not do on the broker, tried with that service's own connection string.</summary>
[Collection(SystemCollection.Name)]
public sealed class BrokerAccountTests(RunningSystem system)
{
    private static readonly Dictionary<string, string[]> Publishes = new()
    {
        ["booking"] = ["meida.booking.booking-submitted.v1"],
        ["tickets"] = ["meida.tickets.ticket-booked.v1", "meida.tickets.ticket-erasure-requested.v1"],
        ["technicians"] = ["meida.technicians.technician-changed.v1", "meida.technicians.technician-reserved.v1"],
        ["files"] = ["meida.files.receipt-uploaded.v1", "meida.files.record-receipts.v1", "meida.files.ticket-files-erased.v1"],
    };

    private static readonly Dictionary<string, string> Queues = new()
    {
        ["booking"] = "booking-ticket-progress", ["tickets"] = "tickets-receipt-uploaded", ["technicians"] = "technicians-reserve-technician", ["files"] = "files-ticket-access",
    };

    private static readonly Dictionary<string, string> Announces = new()
    {
        ["tickets"] = "ticket.completed", ["technicians"] = "technician.changed", ["files"] = "ticket.receipt-uploaded",
    };

    public static TheoryData<string, string, Func<IChannel, Task>> Forbidden()
    {
        var forbidden = new TheoryData<string, string, Func<IChannel, Task>>();
        foreach (var service in Publishes.Keys)
        {
            foreach (var other in Publishes.Keys.Where(other => other != service))
            {
                foreach (var exchange in Publishes[other])
                    forbidden.Add(service, $"publish on {exchange}", channel => Publish(channel, exchange, ""));
                var queue = Queues[other];
                forbidden.Add(service, $"read {queue}", channel => channel.BasicGetAsync(queue, autoAck: false));
                forbidden.Add(service, $"empty {queue}", channel => channel.QueuePurgeAsync(queue));
                forbidden.Add(service, $"delete {queue}", channel => channel.QueueDeleteAsync(queue));
                forbidden.Add(service, $"send to {queue} by its exchange", channel => Publish(channel, queue, ""));
                forbidden.Add(service, $"declare {queue}-too", channel => channel.QueueDeclareAsync($"{queue}-too", true, false, false));
                forbidden.Add(service, $"read an answer to {other}", channel => channel.BasicGetAsync($"{other}_bus_rights", autoAck: true));
                if (Announces.TryGetValue(other, out var key))
                    forbidden.Add(service, $"announce {key}", channel => Publish(channel, "meida.events", key));
            }
            forbidden.Add(service, "send to any queue by its name", channel => Publish(channel, "", Queues[service]));
            forbidden.Add(service, "read a queue of another system", channel => channel.BasicGetAsync("ext.subscriber.rights", autoAck: true));
            forbidden.Add(service, "delete a queue of another system", channel => channel.QueueDeleteAsync("ext.subscriber.rights"));
            forbidden.Add(service, "declare a queue of no name of its own", channel => channel.QueueDeclareAsync("", false, true, true));
            forbidden.Add(service, "read what the broker traces", channel => ReadFrom(channel, service, "amq.rabbitmq.trace"));
            forbidden.Add(service, "hear all public events", channel => ReadFrom(channel, service, "meida.events"));
        }
        forbidden.Add("files", "hear bookings", channel => ReadFrom(channel, "files", "meida.booking.booking-submitted.v1"));
        forbidden.Add("files", "delete the exchange of bookings", channel => channel.ExchangeDeleteAsync("meida.booking.booking-submitted.v1"));
        forbidden.Add("booking", "send to a queue of another system", channel => channel.QueueBindAsync("ext.subscriber.rights", "booking-ticket-progress", ""));
        return forbidden;
    }

    [Theory]
    [MemberData(nameof(Forbidden))]
    public async Task It_may_not(string service, string what, Func<IChannel, Task> act)
    {
        await using (var product = await system.Run.ConnectToBroker())
        await using (var owner = await product.CreateChannelAsync())
        {
            await owner.QueueDeclareAsync("ext.subscriber.rights", durable: true, exclusive: false, autoDelete: false);
            foreach (var asking in Publishes.Keys)
                await owner.QueueDeclareAsync($"{asking}_bus_rights", durable: false, exclusive: false, autoDelete: false);
        }
        await using var connection = await Connect(service);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));

        var refused = await Record.ExceptionAsync(() => act(channel).WaitAsync(TimeSpan.FromSeconds(30)));

        var reason = refused switch
        {
            OperationInterruptedException interrupted => interrupted.ShutdownReason,
            _ => channel.CloseReason,
        };
        Assert.True(reason?.ReplyCode == 403, $"{service}: {what}: {refused?.Message ?? "was allowed"}");
    }

    [Theory]
    [InlineData("booking")]
    [InlineData("tickets")]
    [InlineData("technicians")]
    [InlineData("files")]
    public async Task It_publishes_what_is_its_own(string service)
    {
        await using var connection = await Connect(service);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.ExchangeDeclareAsync($"meida.{service}.rights-tried.v1", ExchangeType.Fanout, durable: false, autoDelete: true);

        await Publish(channel, $"meida.{service}.rights-tried.v1", "");
        if (Announces.TryGetValue(service, out var key))
            await Publish(channel, "meida.events", $"{key}-tried");

        Assert.True(channel.IsOpen);
        await channel.ExchangeDeleteAsync($"meida.{service}.rights-tried.v1");
    }

    [Fact]
    public void No_service_has_the_administrator_s_account()
    {
        foreach (var service in system.Run.Services)
        {
            Assert.DoesNotContain(system.Run.SettingsOf(service.Name), setting => setting.Value.Contains(system.Run.Rabbitmq.Password, StringComparison.Ordinal));
            Assert.DoesNotContain(system.Run.SettingsOf(service.Name), setting => setting.Value.Contains(system.Run.Postgres.Password, StringComparison.Ordinal));
        }
    }

    private Task<IConnection> Connect(string service) =>
        new ConnectionFactory { Uri = new Uri(system.Run.ConnectionStringOf(service, "messaging")), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();

    private static async Task Publish(IChannel channel, string exchange, string routingKey) =>
        await channel.BasicPublishAsync(exchange, routingKey, false, Encoding.UTF8.GetBytes("{}"));

    private static async Task ReadFrom(IChannel channel, string service, string exchange)
    {
        await channel.QueueDeclareAsync($"{service}-rights", durable: false, exclusive: true, autoDelete: true);
        await channel.QueueBindAsync($"{service}-rights", exchange, "#");
    }
}
