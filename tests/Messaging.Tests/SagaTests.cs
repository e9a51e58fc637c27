using MassTransit;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Messaging.Tests;

[Collection("servers")]
public sealed class SagaTests(Servers servers)
{
    [Fact]
    public async Task Twenty_events_at_once_on_a_saga_that_does_not_exist_yet_are_all_counted()
    {
        await using var service = await Start();
        var counters = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 20).SelectMany(_ => counters).Select(id => Publish(service, new Counted(id))));

        await Eventually.Is(async () => Assert.All(counters, id => Assert.Equal(20, Saga(service, id).Result?.Count)), TimeSpan.FromSeconds(30));
        Assert.Equal(5, await service.Do(db => db.Counters.CountAsync()));
        Assert.Equal(100, await service.Do(db => db.Set<InboxRow>().CountAsync(i => !db.Effects.Select(e => e.MessageId).Contains(i.MessageId))));
        await service.HasEffects(95);
    }

    [Fact]
    public async Task A_schedule_fires()
    {
        await using var service = await Start();
        var id = Guid.NewGuid();

        await Publish(service, new CounterWaits(id));

        await Eventually.Is(async () => Assert.Equal(nameof(CounterStateMachine.TimedOut), (await Saga(service, id))?.CurrentState));
        await service.OutboxIsEmpty();
    }

    [Fact]
    public async Task A_schedule_that_is_taken_back_leaves_no_row_and_does_not_fire()
    {
        await using var service = await Start();
        var (taken, kept) = (Guid.NewGuid(), Guid.NewGuid());

        await Publish(service, new CounterWaits(taken));
        await Eventually.Is(async () => Assert.NotNull((await Saga(service, taken))?.TimeoutToken));
        await Publish(service, new CountDone(taken));
        await Eventually.Is(async () => Assert.Equal(nameof(CounterStateMachine.Finished), (await Saga(service, taken))?.CurrentState));
        Assert.Equal(0, await service.Do(db => db.Set<OutboxRow>().CountAsync(r => r.ScheduleToken != null)));

        // A later schedule has fired: the earlier one, had it been kept, would have fired before.
        await Publish(service, new CounterWaits(kept));
        await Eventually.Is(async () => Assert.Equal(nameof(CounterStateMachine.TimedOut), (await Saga(service, kept))?.CurrentState));
        Assert.Equal(nameof(CounterStateMachine.Finished), (await Saga(service, taken))!.CurrentState);
    }

    static Task<CounterSaga?> Saga(NoteService service, Guid id)
        => service.Do(db => db.Counters.AsNoTracking().SingleOrDefaultAsync(c => c.CorrelationId == id));

    static Task<int> Publish<T>(NoteService service, T message) where T : class
        => service.Do(db =>
        {
            service.Outbox.Publish(db, message);
            return db.SaveChangesAsync();
        });

    async Task<NoteService> Start()
        => await NoteService.Start(await servers.NewDatabase(), await servers.NewVirtualHost(), x =>
        {
            x.AddConsumer<NoteEchoConsumer>();
            x.AddSagaStateMachine<CounterStateMachine, CounterSaga>().PostgresRepository<TestDb, CounterSaga>();
        }, settings: new() { ["Messaging:PollInterval"] = "00:00:00.100" });
}
