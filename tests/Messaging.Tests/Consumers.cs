using System.Diagnostics;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Meida.Messaging.Tests;

public sealed class NoteWrittenConsumer(TestDb db) : IConsumer<NoteWritten>
{
    public async Task Consume(ConsumeContext<NoteWritten> context)
    {
        db.Effects.Add(new Effect
        {
            Subject = context.Message.NoteId,
            MessageId = context.MessageId!.Value,
            Consumer = nameof(NoteWrittenConsumer),
            TraceId = Activity.Current?.TraceId.ToString(),
        });
        await context.Publish(new NoteEcho(context.Message.NoteId));
    }
}

public sealed class NoteEchoConsumer(TestDb db) : IConsumer<NoteEcho>
{
    public Task Consume(ConsumeContext<NoteEcho> context)
    {
        db.Effects.Add(new Effect
        {
            Subject = context.Message.NoteId,
            MessageId = context.MessageId!.Value,
            Consumer = nameof(NoteEchoConsumer),
            TraceId = Activity.Current?.TraceId.ToString(),
        });
        return Task.CompletedTask;
    }
}

/// <summary>Fails the first time, after it has written and published.</summary>
public sealed class StumblingConsumer(TestDb db) : IConsumer<NoteWritten>
{
    static readonly System.Collections.Concurrent.ConcurrentDictionary<Guid, byte> Seen = new();

    public async Task Consume(ConsumeContext<NoteWritten> context)
    {
        db.Effects.Add(new Effect { Subject = context.Message.NoteId, MessageId = context.MessageId!.Value, Consumer = nameof(StumblingConsumer) });
        await context.Publish(new NoteEcho(context.Message.NoteId));
        await db.SaveChangesAsync();
        if (Seen.TryAdd(context.Message.NoteId, 0))
            throw new InvalidOperationException("The first try fails.");
    }
}

[AnswersDirectly]
public sealed class GetNoteConsumer(TestDb db) : IConsumer<GetNote>
{
    public async Task Consume(ConsumeContext<GetNote> context)
        => await context.RespondAsync(new NoteAnswer(
            await db.Notes.Where(n => n.Id == context.Message.NoteId).Select(n => n.Text).SingleOrDefaultAsync(context.CancellationToken)));
}

public sealed class RecordAndAnswerConsumer(TestDb db) : IConsumer<GetNote>
{
    public async Task Consume(ConsumeContext<GetNote> context)
    {
        db.Effects.Add(new Effect { Subject = context.Message.NoteId, MessageId = context.MessageId!.Value, Consumer = nameof(RecordAndAnswerConsumer) });
        await context.RespondAsync(new NoteAnswer("recorded"));
    }
}

public sealed class CounterStateMachine : MassTransitStateMachine<CounterSaga>
{
    public CounterStateMachine()
    {
        InstanceState(x => x.CurrentState);
        Event(() => Count, e => e.CorrelateById(m => m.Message.CounterId));
        Event(() => Wait, e => e.CorrelateById(m => m.Message.CounterId));
        Event(() => Done, e => e.CorrelateById(m => m.Message.CounterId));
        Schedule(() => Timeout, x => x.TimeoutToken, s =>
        {
            s.Delay = TimeSpan.FromSeconds(1);
            s.Received = e => e.CorrelateById(m => m.Message.CounterId);
        });

        Initially(
            When(Count).Then(x => x.Saga.Count++).TransitionTo(Counting),
            When(Wait).Schedule(Timeout, x => new CounterTimedOut(x.Saga.CorrelationId)).TransitionTo(Waiting));
        During(Counting, When(Count).Then(x => x.Saga.Count++).Publish(x => new NoteEcho(x.Saga.CorrelationId)));
        During(Waiting,
            When(Timeout.Received).TransitionTo(TimedOut),
            When(Done).Unschedule(Timeout).TransitionTo(Finished));
    }

    public State Counting { get; private set; } = null!;
    public State Waiting { get; private set; } = null!;
    public State TimedOut { get; private set; } = null!;
    public State Finished { get; private set; } = null!;
    public Event<Counted> Count { get; private set; } = null!;
    public Event<CounterWaits> Wait { get; private set; } = null!;
    public Event<CountDone> Done { get; private set; } = null!;
    public Schedule<CounterSaga, CounterTimedOut> Timeout { get; private set; } = null!;
}

/// <summary>Fails on notes that are broken, until they are mended.</summary>
public sealed class FragileConsumer(TestDb db) : IConsumer<NoteWritten>
{
    static readonly System.Collections.Concurrent.ConcurrentDictionary<Guid, int> Tries = new();
    static readonly System.Collections.Concurrent.ConcurrentDictionary<Guid, byte> Broken = new();

    public static Guid Breaks()
    {
        var note = Guid.NewGuid();
        Broken.TryAdd(note, 0);
        return note;
    }

    public static void Mends(Guid note) => Broken.TryRemove(note, out _);

    public static int TriesOf(Guid note) => Tries.GetValueOrDefault(note);

    public Task Consume(ConsumeContext<NoteWritten> context)
    {
        var note = context.Message.NoteId;
        Tries.AddOrUpdate(note, 1, (_, tries) => tries + 1);
        if (Broken.ContainsKey(note))
            throw new InvalidOperationException("This note is broken.");
        db.Effects.Add(new Effect { Subject = note, MessageId = context.MessageId!.Value, Consumer = nameof(FragileConsumer) });
        return Task.CompletedTask;
    }
}
