using System.Net;
using MassTransit;
using Meida.Testing;
using RabbitMQ.Client;

namespace Meida.Messaging.Tests.Operations;

[Collection("servers")]
public sealed class ParkedMessageTests(Servers servers)
{
    static readonly Dictionary<string, string?> Impatient = new()
    {
        ["Messaging:MaxAttempts"] = "1",
        ["Messaging:PollInterval"] = "00:00:00.050",
    };

    [Fact]
    public async Task A_parked_message_is_shown_without_its_body_and_arrives_when_it_is_tried_again()
    {
        var broker = await servers.NewVirtualHost();
        await using var service = await Start(broker);
        var note = Guid.NewGuid();
        await Park(service, note);

        var parked = Assert.Single((await Operator.Sees(service)).Outbox!.Rows);
        Assert.Equal(("exchange:no-such-queue", 1), (parked.Destination, parked.Attempts));
        Assert.NotEmpty(parked.LastError!);
        Assert.InRange(parked.ParkedSince, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(1));
        using (var http = service.Http)
        {
            http.DefaultRequestHeaders.Add("X-Operations-Key", NoteService.OperationsKey);
            Assert.DoesNotContain(note.ToString(), await http.GetStringAsync(new Uri("/internal/operations/messages", UriKind.Relative)), StringComparison.Ordinal);
        }

        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("no-such-queue", durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync("no-such-queue", "no-such-queue", "");
        Assert.Equal(1, await Operator.Redrives(service, $"parked/{parked.Id}"));

        await service.OutboxIsEmpty(TimeSpan.FromSeconds(30));
        var arrived = await channel.BasicGetAsync("no-such-queue", autoAck: true);
        Assert.Equal(parked.MessageId.ToString(), arrived!.BasicProperties.MessageId);
        Assert.Equal(HttpStatusCode.NotFound, (await Operator.Does(service, $"parked/{parked.Id}/redrive")).StatusCode);
    }

    [Fact]
    public async Task One_or_all_are_tried_again_and_what_fails_again_is_parked_again()
    {
        await using var service = await Start(await servers.NewVirtualHost());
        await Park(service, Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var rows = (await Operator.Sees(service)).Outbox!.Rows;

        await Operator.Redrives(service, $"parked/{rows[0].Id}");
        await Eventually.Is(async () => Assert.True((await Operator.Sees(service)).Outbox!.Rows.Single(row => row.Id == rows[0].Id).ParkedSince > rows[0].ParkedSince));
        var between = (await Operator.Sees(service)).Outbox!.Rows;
        Assert.Equal(rows.Skip(1).Select(row => row.ParkedSince).Order(), between.Where(row => row.Id != rows[0].Id).Select(row => row.ParkedSince).Order());

        Assert.Equal(3, await Operator.Redrives(service, "parked"));
        await Eventually.Is(async () => Assert.Equal(3, (await Operator.Sees(service)).Outbox!.Parked));
        Assert.Equal(HttpStatusCode.NotFound, (await Operator.Does(service, "parked/999999999/redrive")).StatusCode);
    }

    async Task<NoteService> Start(Uri broker) =>
        await NoteService.Start(await servers.NewDatabase(), broker, x => x.AddConsumer<NoteWrittenConsumer>(), settings: Impatient);

    static async Task Park(NoteService service, params Guid[] notes)
    {
        await service.Do(db =>
        {
            foreach (var note in notes)
                service.Outbox.Send(db, "no-such-queue", new NoteWritten(note));
            return db.SaveChangesAsync();
        });
        await Eventually.Is(async () => Assert.Equal(notes.Length, (await Operator.Sees(service)).Outbox!.Parked), TimeSpan.FromMinutes(1));
    }
}
