using System.Net;
using MassTransit;
using Meida.Testing;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Meida.Messaging.Tests.Operations;

[Collection("servers")]
public sealed class DeadLetterTests(Servers servers)
{
    const string Queue = "notes-fragile";
    const string Errors = Queue + "_error";

    [Fact]
    public async Task A_message_that_failed_is_shown_and_acts_when_it_is_tried_again_with_the_cause_gone()
    {
        await using var service = await NoteService.Start(
            await servers.NewDatabase(), await servers.NewVirtualHost(), x => x.AddConsumer<FragileConsumer>());
        Assert.Empty((await Operator.Sees(service)).DeadLetters!);
        var note = FragileConsumer.Breaks();
        await Write(service, note);
        await Lie(service, 1, Errors);
        Assert.Equal("Degraded", await service.Http.GetStringAsync(new Uri("/health", UriKind.Relative)));

        // It fails again and comes back; once round, not for ever.
        Assert.Equal(1, await Operator.Redrives(service, "dead-letters/" + Errors));
        await Eventually.Is(() => FragileConsumer.TriesOf(note) > 7, "the message was not tried again", TimeSpan.FromSeconds(30));
        await Lie(service, 1, Errors);

        FragileConsumer.Mends(note);
        Assert.Equal(1, await Operator.Redrives(service, "dead-letters/" + Errors));
        await service.HasEffects(1, note, TimeSpan.FromSeconds(30));
        await Lie(service, 0, Errors);
        Assert.Equal(0, service.Services.GetRequiredService<MessagingMetrics>().DeadLetters.Single(queue => queue.Queue == Errors).Messages);
    }

    [Fact]
    public async Task A_message_left_on_both_sides_by_a_crash_between_confirm_and_acknowledgement_acts_once()
    {
        var broker = await servers.NewVirtualHost();
        await using var service = await NoteService.Start(await servers.NewDatabase(), broker, x => x.AddConsumer<FragileConsumer>());
        var note = FragileConsumer.Breaks();
        await Write(service, note);
        await Lie(service, 1, Errors);
        FragileConsumer.Mends(note);

        await using (var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            var letter = (await channel.BasicGetAsync(Errors, autoAck: false))!;
            await channel.BasicPublishAsync("", Queue, mandatory: true, new BasicProperties(letter.BasicProperties), letter.Body);
        }

        await service.HasEffects(1, note, TimeSpan.FromSeconds(30));
        await Eventually.Is(async () => Assert.Equal(1, await Operator.Redrives(service, "dead-letters")));
        await Eventually.Is(() => service.Counted("meida.inbox.duplicates") == 1, "the second copy should be dropped");
        Assert.Equal(1, await service.Effects(note));
    }

    [Fact]
    public async Task A_message_no_consumer_wants_is_shown_and_a_queue_of_somebody_else_is_not_touched()
    {
        await using var service = await NoteService.Start(
            await servers.NewDatabase(), await servers.NewVirtualHost(), x => x.AddConsumer<FragileConsumer>());
        await service.Do(db =>
        {
            service.Outbox.Send(db, Queue, new NoteEcho(Guid.NewGuid()));
            return db.SaveChangesAsync();
        });

        await Lie(service, 1, Queue + "_skipped");
        foreach (var name in (string[])["other-queue_error", Queue, "_error", Errors])
            Assert.Equal(HttpStatusCode.NotFound, (await Operator.Does(service, $"dead-letters/{name}/redrive")).StatusCode);
    }

    static Task<int> Write(NoteService service, Guid note) => service.Do(db =>
    {
        service.Outbox.Publish(db, new NoteWritten(note));
        return db.SaveChangesAsync();
    });

    static Task Lie(NoteService service, int messages, string queue) => Eventually.Is(
        async () => Assert.Equal(messages, (await Operator.Sees(service)).DeadLetters!.SingleOrDefault(q => q.Queue == queue)?.Messages), TimeSpan.FromSeconds(60));
}
