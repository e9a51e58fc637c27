using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using MassTransit;
using Meida.Messaging.Tests.Operations;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Meida.Messaging.Tests;

[Collection("servers")]
public sealed class GroupInboxTests(Servers servers)
{
    [Fact]
    public async Task Messages_that_wait_together_share_transactions_and_each_acts_once()
    {
        const int Notes = 200;
        var commits = new CommitsWithEffects();
        await using var service = await Start(commits);
        var notes = Enumerable.Range(0, Notes).Select(_ => (Note: Guid.NewGuid(), Id: Guid.NewGuid())).ToList();

        await service.Do(db =>
        {
            foreach (var (note, id) in notes.Concat(notes))
                service.Outbox.Publish(db, new NoteWritten(note), id);
            return db.SaveChangesAsync();
        });

        await Eventually.Is(() => service.Counted("meida.inbox.duplicates") == Notes, "the second of each should be dropped");
        Assert.Equal(notes.Select(n => n.Note).Order(), (await service.Do(db => db.Effects.Select(e => e.Subject).ToListAsync())).Order());
        Assert.True(commits.Count <= Notes / 4, $"{commits.Count} transactions for {Notes} messages");
    }

    [Fact]
    public async Task One_that_cannot_be_handled_is_set_aside_alone()
    {
        await using var service = await Start();
        var poison = Guid.NewGuid();
        GroupedNotes.Poison.TryAdd(poison, 0);
        var notes = Enumerable.Range(0, 30).Select(_ => Guid.NewGuid()).ToList();

        await service.Do(db =>
        {
            foreach (var note in notes.Append(poison).Order())
                service.Outbox.Publish(db, new NoteWritten(note));
            return db.SaveChangesAsync();
        });

        await service.HasEffects(30);
        await Eventually.Is(async () => Assert.Equal(1, (await Operator.Sees(service)).DeadLetters!.Sum(queue => queue.Messages)), TimeSpan.FromSeconds(30));
        Assert.Equal(0, await service.Effects(poison));
    }

    [Fact]
    public async Task Each_writes_into_its_own_trace()
    {
        await using var service = await Start();
        using var listener = new ActivityListener { ShouldListenTo = _ => true, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("notes");
        var traces = new Dictionary<Guid, string>();
        foreach (var note in Enumerable.Range(0, 10).Select(_ => Guid.NewGuid()))
        {
            using var request = source.StartActivity("a request");
            traces[note] = request!.TraceId.ToString();
            await service.Do(db =>
            {
                service.Outbox.Publish(db, new NoteWritten(note));
                return db.SaveChangesAsync();
            });
        }

        await service.HasEffects(10);
        var seen = await service.Do(db => db.Effects.ToDictionaryAsync(e => e.Subject, e => e.TraceId));
        Assert.All(traces, note => Assert.Equal(note.Value, seen[note.Key]));
    }

    async Task<NoteService> Start(IInterceptor? interceptor = null) => await NoteService.Start(
        await servers.NewDatabase(), await servers.NewVirtualHost(),
        bus => bus.AddGroupConsumer<GroupedNotesConsumer, TestDb, Guid, GroupedNotes>(), interceptor: interceptor);

    sealed class CommitsWithEffects : DbTransactionInterceptor
    {
        int _count;

        public int Count => _count;

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (eventData.Context!.ChangeTracker.Entries<Effect>().Any())
                Interlocked.Increment(ref _count);
            return Task.CompletedTask;
        }
    }
}

[HandledInGroups]
public sealed class GroupedNotesConsumer(GroupInbox<TestDb, Guid, GroupedNotes> inbox) : IConsumer<NoteWritten>
{
    public Task Consume(ConsumeContext<NoteWritten> context) => inbox.Handle(context, context.Message.NoteId);
}

public sealed class GroupedNotes(TestDb db) : IGroupHandler<Guid>
{
    public static ConcurrentDictionary<Guid, byte> Poison { get; } = new();

    public Task Handle(IReadOnlyList<Arrival<Guid>> arrivals, CancellationToken cancel)
    {
        foreach (var (note, span) in arrivals)
        {
            db.Effects.Add(new Effect { Subject = note, MessageId = Guid.Empty, Consumer = nameof(GroupedNotes), TraceId = span?.TraceId.ToString() });
            if (Poison.ContainsKey(note))
                throw new InvalidOperationException("Nobody can handle this note.");
        }

        return Task.CompletedTask;
    }
}
