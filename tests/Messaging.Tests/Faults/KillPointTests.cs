using System.Diagnostics;
using System.Text.Json;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;

namespace Meida.Messaging.Tests.Faults;

/// <summary>
/// A process killed (SIGKILL) exactly between two steps of the way of a message. Another process of the service goes on;
/// everything has happened once, and a subscriber has heard of it under one id.
/// </summary>
[Collection("servers")]
public sealed class KillPointTests(Servers servers)
{
    private const int Killed = 128 + 9;
    private const string Queue = "ext.subscriber";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Between_commit_and_publish()
    {
        var (database, broker) = await Subscribed();

        var note = await Run(Doomed.BeforePublish, database, broker);

        Assert.Equal(0, await Waiting(broker));
        Assert.Single(await GoOn(database, broker, note));
    }

    [Fact]
    public async Task Between_publish_and_confirm()
    {
        var (database, broker) = await Subscribed();
        await using var hold = new AnswerHold(broker, "\"type\":\"ticket.noted\"");

        var note = await Run(Doomed.BeforeConfirm, database, hold.Address, killWhen: async () => hold.Holding && await Waiting(broker) == 1);

        Assert.Equal(2, (await GoOn(database, broker, note)).Count);
    }

    [Fact]
    public async Task Between_confirm_and_the_end_of_the_outbox_row()
    {
        var (database, broker) = await Subscribed();

        var note = await Run(Doomed.AfterConfirm, database, broker);

        Assert.Equal(1, await Waiting(broker));
        Assert.Equal(2, (await GoOn(database, broker, note)).Count);
    }

    [Fact]
    public async Task Between_effect_and_acknowledgement()
    {
        var (database, broker) = await Subscribed();

        var note = await Run(Doomed.BeforeAcknowledge, database, broker);

        Assert.NotEmpty(await GoOn(database, broker, note, duplicates: 1));
    }

    private async Task<(string Database, Uri Broker)> Subscribed()
    {
        var broker = await servers.NewVirtualHost();
        await using var connection = await Connect(broker);
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(EntityNames.PublicEvents, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(Queue, EntityNames.PublicEvents, "ticket.noted");
        return (await servers.NewDatabase(), broker);
    }

    private static async Task<Guid> Run(string point, string database, Uri broker, Func<Task<bool>>? killWhen = null)
    {
        var note = Guid.CreateVersion7();
        using var doomed = Process.Start(new ProcessStartInfo("dotnet", [typeof(Doomed).Assembly.Location, point, database, broker.AbsoluteUri, note.ToString()])
        {
            RedirectStandardOutput = true,
        })!;
        var said = doomed.StandardOutput.ReadToEndAsync();
        if (killWhen is not null)
        {
            await Eventually.Is(killWhen, "the point was not reached", Patience);
            doomed.Kill();
        }

        await doomed.WaitForExitAsync().WaitAsync(Patience * 2);
        var status = doomed.ExitCode;
        Assert.True(status == Killed, $"The process ended with {status} and not by the signal:\n{await said}");
        return note;
    }

    /// <summary>The service again; gives what the subscriber heard.</summary>
    private static async Task<IReadOnlyList<string>> GoOn(string database, Uri broker, Guid note, int? duplicates = null)
    {
        await using var service = await NoteService.Start(database, broker, Doomed.Consume, Doomed.Name);
        await service.HasEffects(2, note, Patience);
        await service.OutboxIsEmpty(Patience);
        if (duplicates is { } expected)
            await Eventually.Is(() => service.Counted("meida.inbox.duplicates") == expected, $"there should be {expected} duplicates", Patience);

        Assert.Equal(1, await service.Do(db => db.Notes.CountAsync()));
        Assert.Equal([nameof(NoteEchoConsumer), nameof(NoteWrittenConsumer)], await service.Do(db => db.Effects.Select(e => e.Consumer).Order().ToListAsync()));
        var heard = await Read(broker);
        Assert.Single(heard.Distinct());
        return heard;
    }

    private static async Task<int> Waiting(Uri broker)
    {
        await using var connection = await Connect(broker);
        await using var channel = await connection.CreateChannelAsync();
        return (int)await channel.MessageCountAsync(Queue);
    }

    private static async Task<IReadOnlyList<string>> Read(Uri broker)
    {
        await using var connection = await Connect(broker);
        await using var channel = await connection.CreateChannelAsync();
        var ids = new List<string>();
        while (await channel.BasicGetAsync(Queue, autoAck: true) is { } delivery)
            ids.Add(JsonDocument.Parse(delivery.Body).RootElement.GetProperty("id").GetString()!);
        return ids;
    }

    private static Task<IConnection> Connect(Uri broker) => new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
}
