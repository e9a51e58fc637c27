using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.Messaging.Tests;

[Collection("servers")]
public sealed class RequestTests(Servers servers)
{
    [Fact]
    public async Task A_reading_consumer_answers_without_inbox_and_outbox()
    {
        await using var service = await Start(x => x.AddConsumer<GetNoteConsumer>());
        var note = await service.Write("asked for");

        Assert.Equal("asked for", await Ask(service, note));

        Assert.Equal(0, await service.Do(db => db.Set<InboxRow>().CountAsync()));
    }

    [Fact]
    public async Task A_writing_consumer_answers_when_its_transaction_has_committed()
    {
        await using var service = await Start(x => x.AddConsumer<RecordAndAnswerConsumer>());
        var note = Guid.NewGuid();

        Assert.Equal("recorded", await Ask(service, note));

        Assert.Equal(1, await service.Effects(note));
        Assert.Equal(1, await service.Do(db => db.Set<InboxRow>().CountAsync()));
    }

    [Fact]
    public async Task A_request_nobody_answers_ends_at_its_timeout()
    {
        await using var service = await Start(_ => { });

        await Assert.ThrowsAsync<RequestTimeoutException>(() => Ask(service, Guid.NewGuid(), RequestTimeout.After(ms: 300)));
    }

    public static async Task<string?> Ask(NoteService service, Guid note, RequestTimeout timeout = default)
    {
        await using var scope = service.Services.CreateAsyncScope();
        var client = scope.ServiceProvider.GetRequiredService<IRequestClient<GetNote>>();
        return (await client.GetResponse<NoteAnswer>(new GetNote(note), timeout: timeout)).Message.Text;
    }

    async Task<NoteService> Start(Action<IBusRegistrationConfigurator> configure)
        => await NoteService.Start(await servers.NewDatabase(), await servers.NewVirtualHost(), x =>
        {
            configure(x);
            x.AddRequestClient<GetNote>();
        });
}
