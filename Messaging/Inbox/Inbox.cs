using System.Data;
using System.Diagnostics;
using MassTransit;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Meida.Messaging;

/// <summary>Marks a consume context whose database transaction is open; the saga repository joins it.</summary>
sealed record InboxTransaction(DbContext Db);

/// <summary>Inside a consumer everything that is published, sent or answered becomes a row of its transaction.</summary>
sealed class InboxConsumeContext<TDb, T>(ConsumeContext<T> context, OutboxConsumeOptions options, IServiceProvider services, TDb db)
    : OutboxConsumeContextProxy<T>(context, options, services)
    where TDb : DbContext
    where T : class
{
    static readonly TimeSpan AnswerTimeToLive = TimeSpan.FromSeconds(30);

    public override bool ContinueProcessing { get; set; }
    public override bool IsMessageConsumed => false;
    public override bool IsOutboxDelivered => false;
    public override int ReceiveCount => 1;
    public override long? LastSequenceNumber => null;
    public override Task SetConsumed() => Task.CompletedTask;
    public override Task SetDelivered() => Task.CompletedTask;
    public override Task<List<OutboxMessageContext>> LoadOutboxMessages() => Task.FromResult(new List<OutboxMessageContext>());
    public override Task NotifyOutboxMessageDelivered(OutboxMessageContext message) => Task.CompletedTask;
    public override Task RemoveOutboxMessages() => Task.CompletedTask;

    public override Task AddSend<TMessage>(SendContext<TMessage> context)
    {
        // An answer is worth nothing after the asker has gone, and its queue has gone with it.
        if (context.RequestId is not null && context.RequestId == RequestId)
            context.TimeToLive ??= ExpirationTime is { } at && at - TimeProvider.System.GetUtcNow().UtcDateTime is { Ticks: > 0 } left ? left : AnswerTimeToLive;

        OutboxRows.Capture(db, context);
        return Task.CompletedTask;
    }
}

/// <summary>
/// One database transaction a message: the inbox row, the consumer's effect, the saga and the outgoing rows.
/// A message that arrives again finds its inbox row and is acknowledged without effect.
/// </summary>
sealed class Inbox<TDb>(TDb db, IServiceProvider services, MessagingMetrics metrics) : IOutboxContextFactory<TDb>
    where TDb : DbContext
{
    public async Task Send<T>(ConsumeContext<T> context, OutboxConsumeOptions options, IPipe<OutboxConsumeContext<T>> next) where T : class
    {
        var messageId = context.GetOriginalMessageId() ?? throw new MessageException(typeof(T), "A message needs an id.");
        var timer = Stopwatch.StartNew();
        var first = await db.Database.CreateExecutionStrategy()
            .ExecuteAsync(() => InTransaction(context, options, next, messageId));
        if (first)
            return;

        metrics.Duplicate(options.ConsumerType);
        // Otherwise MassTransit takes the message for one nobody handled and moves it to <queue>_skipped.
        if (context.ReceiveContext is { IsDelivered: false, IsFaulted: false })
            await context.NotifyConsumed(context, timer.Elapsed, options.ConsumerType);
    }

    async Task<bool> InTransaction<T>(ConsumeContext<T> context, OutboxConsumeOptions options, IPipe<OutboxConsumeContext<T>> next, Guid messageId)
        where T : class
    {
        var ct = context.CancellationToken;
        // The execution strategy may run this again: nothing of the failed attempt may be left.
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        // A twin that is being handled right now makes this statement wait for the twin's end.
        var inserted = await db.Database.ExecuteSqlAsync(
            $"insert into inbox_message (message_id, consumer_id) values ({messageId}, {options.ConsumerId}) on conflict do nothing", ct);
        if (inserted == 0)
            return false;

        var inner = new InboxConsumeContext<TDb, T>(context, options, services, db);
        inner.AddOrUpdatePayload(() => new InboxTransaction(db), _ => new InboxTransaction(db));
        await next.Send(inner);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("inbox");
}
