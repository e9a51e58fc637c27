using MassTransit;
using Meida.Contracts;
using Meida.Contracts.Booking;
using Meida.Contracts.Files;
using Meida.Contracts.Technicians;
using Meida.Contracts.Tickets;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Meida.Messaging.Tests;

public sealed class EntityNamesTests
{
    [Theory]
    [InlineData(typeof(BookingSubmitted), "meida.booking.booking-submitted.v1")]
    [InlineData(typeof(FindBooking), "meida.booking.find-booking.v1")]
    [InlineData(typeof(TicketBooked), "meida.tickets.ticket-booked.v1")]
    [InlineData(typeof(TicketAssignmentFailed), "meida.tickets.ticket-assignment-failed.v1")]
    [InlineData(typeof(GetTicketAccess), "meida.tickets.get-ticket-access.v1")]
    [InlineData(typeof(TechnicianChanged), "meida.technicians.technician-changed.v1")]
    [InlineData(typeof(ReceiptUploaded), "meida.files.receipt-uploaded.v1")]
    [InlineData(typeof(NoteWritten), "meida.messaging.note-written.v1")]
    [InlineData(typeof(HTTPNoteV2), "meida.messaging.http-note.v2")]
    [InlineData(typeof(Fault<TicketBooked>), "meida.faults.tickets.ticket-booked.v1")]
    public void Exchanges_are_named_after_owner_message_and_version(Type message, string exchange)
        => Assert.Equal(exchange, EntityNames.Of(message));

    [Fact]
    public void Every_contract_has_a_name_of_its_own()
    {
        var messages = typeof(PublicEventAttribute).Assembly.GetExportedTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.Namespace!.StartsWith("Meida.Contracts.", StringComparison.Ordinal)).ToList();

        Assert.True(messages.Count > 20, "no contracts found");
        Assert.Equal(messages.Count, messages.Select(EntityNames.Of).Distinct().Count());
        Assert.All(messages, m => Assert.Matches("^meida\\.(booking|tickets|technicians|files)\\.[a-z0-9-]+\\.v1$", EntityNames.Of(m)));
    }

    [Theory]
    [InlineData("amqp://meida:p%40ss@127.0.0.1:25672", "rabbitmq://127.0.0.1:25672/", "meida", "p@ss")]
    [InlineData("amqp://meida:secret@broker/prod", "rabbitmq://broker:5672/prod", "meida", "secret")]
    [InlineData("amqps://broker", "rabbitmqs://broker:5671/", "guest", "guest")]
    public void A_connection_string_is_read(string connectionString, string address, string user, string password)
        => Assert.Equal(new BrokerAddress(new Uri(address), user, password), BrokerAddress.Parse(connectionString));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("http://broker")]
    public void A_missing_connection_string_is_named(string? connectionString)
        => Assert.Contains("ConnectionStrings:messaging",
            Assert.Throws<InvalidOperationException>(() => BrokerAddress.Parse(connectionString)).Message, StringComparison.Ordinal);
}

public sealed record HTTPNoteV2(int Number);

[Collection("servers")]
public sealed class TopologyTests(Servers servers)
{
    [Fact]
    public async Task Exchanges_and_queues_have_the_documented_names_and_kinds()
    {
        var broker = await servers.NewVirtualHost();
        await using var service = await NoteService.Start(await servers.NewDatabase(), broker, x =>
        {
            x.AddConsumer<NoteWrittenConsumer>();
            x.AddSagaStateMachine<CounterStateMachine, CounterSaga>().PostgresRepository<TestDb, CounterSaga>();
        });
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();

        foreach (var (exchange, type) in new[]
        {
            ("meida.events", "topic"), ("meida.messaging.note-written.v1", "fanout"), ("meida.messaging.counted.v1", "fanout"),
            ("notes-note-written", "fanout"), ("notes-counter", "fanout"),
        })
        {
            await using var channel = await connection.CreateChannelAsync();
            await channel.ExchangeDeclareAsync(exchange, type, durable: true, autoDelete: false);
        }

        var quorum = new Dictionary<string, object?> { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = 1000 };
        foreach (var queue in new[] { "notes-note-written", "notes-counter" })
        {
            await using var channel = await connection.CreateChannelAsync();
            await channel.QueueDeclarePassiveAsync(queue);
            // The broker refuses a declaration that differs, so this is the golden test of the arguments.
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments: quorum);
        }

        await using var last = await connection.CreateChannelAsync();
        await Assert.ThrowsAsync<OperationInterruptedException>(() => last.ExchangeDeclarePassiveAsync("Meida.Contracts:ITicketEvent"));
    }
}
