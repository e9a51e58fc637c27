using System.Data;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.Messaging;

/// <summary>One of several messages that are handled in one transaction.</summary>
/// <typeparam name="TWork">What a message says, as its consumer hands it on.</typeparam>
/// <param name="Work">What there is to do.</param>
/// <param name="Span">The span of the message: make it <see cref="Activity.Current"/> before you write what belongs to its trace.</param>
public sealed record Arrival<TWork>(TWork Work, Activity? Span);

/// <summary>Does what several messages ask for, in the transaction of the context it shares its scope with.</summary>
/// <typeparam name="TWork">What a message says.</typeparam>
public interface IGroupHandler<TWork>
{
    /// <summary>
    /// Adds the effects to the context, in the order given. One exception undoes all of them; then each message is tried alone, so
    /// that only the one at fault is retried and set aside.
    /// </summary>
    /// <param name="arrivals">At least one; none was handled before.</param>
    /// <param name="cancel">Ends the work.</param>
    Task Handle(IReadOnlyList<Arrival<TWork>> arrivals, CancellationToken cancel);
}

/// <summary>
/// For a consumer that hands its messages to a <see cref="GroupInbox{TDb,TWork,THandler}"/> and does nothing else. It gets no inbox and
/// no transaction of its own, and its queue hands out many messages at a time.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class HandledInGroupsAttribute : Attribute;

/// <summary>A queue whose messages are handled in groups.</summary>
sealed record GroupedQueue(string Name);

/// <summary>
/// The inbox of messages that wait at the same time: one database transaction for all of them, with a row each. A message that waits
/// alone is handled alone and at once; the more wait, the larger the groups (what databases call group commit). Each message is
/// acknowledged, retried and set aside by itself.
/// </summary>
/// <typeparam name="TDb">The service's context.</typeparam>
/// <typeparam name="TWork">What a message says.</typeparam>
/// <typeparam name="THandler">Who does it; made in a scope of its own for each group.</typeparam>
public sealed class GroupInbox<TDb, TWork, THandler>(IServiceScopeFactory scopes, MessagingMetrics metrics)
    where TDb : DbContext
    where THandler : class, IGroupHandler<TWork>
{
    const int Largest = 50;

    // Stable over restarts: it is part of the key of the inbox's rows.
    static readonly Guid ConsumerId = new(SHA256.HashData(Encoding.UTF8.GetBytes(typeof(THandler).FullName!)).AsSpan(0, 16));

    readonly Lock _gate = new();
    readonly Queue<Item> _waiting = [];
    bool _working;

    sealed record Item(Guid MessageId, Arrival<TWork> Arrival, TaskCompletionSource Done);

    /// <summary>Returns when the message is handled, or was before.</summary>
    /// <param name="context">The message.</param>
    /// <param name="work">What it says.</param>
    /// <exception cref="Exception">What its handling alone threw.</exception>
    public Task Handle(ConsumeContext context, TWork work)
    {
        var id = context.GetOriginalMessageId() ?? throw new MessageException(typeof(TWork), "A message needs an id.");
        var item = new Item(id, new(work, Activity.Current), new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _waiting.Enqueue(item);
            if (_working)
                return item.Done.Task;
            _working = true;
        }

        // The work belongs to no single message: neither to its span nor to what its context carries.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(Work);
        return item.Done.Task;
    }

    async Task Work()
    {
        while (true)
        {
            var group = new List<Item>();
            lock (_gate)
            {
                while (group.Count < Largest && _waiting.TryDequeue(out var item))
                    group.Add(item);
                if (group.Count == 0)
                {
                    _working = false;
                    return;
                }
            }

            await Handle(group);
        }
    }

    async Task Handle(List<Item> group)
    {
        try
        {
            await InTransaction(group);
            foreach (var item in group)
                item.Done.SetResult();
        }
        // A database that is away is nobody's fault; the retry of the queue waits for it.
        catch (Exception fault) when (group.Count == 1 || ReceiveEndpoints.IsTransient(fault))
        {
            foreach (var item in group)
                item.Done.SetException(fault);
        }
        catch (Exception)
        {
            foreach (var item in group)
                await Handle([item]);
        }
    }

    async Task InTransaction(List<Item> group)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var handler = scope.ServiceProvider.GetRequiredService<THandler>();
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            // The execution strategy may run this again: nothing of the failed attempt may be left.
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, CancellationToken.None);
            var ids = group.Select(item => item.MessageId).Distinct().Order().ToArray();
            // A twin that is being handled right now makes this statement wait for the twin's end.
            var first = (await db.Database.SqlQuery<Guid>(
                $"""
                insert into inbox_message (message_id, consumer_id) select id, {ConsumerId} from unnest({ids}) as id
                on conflict do nothing returning message_id
                """).ToListAsync(CancellationToken.None)).ToHashSet();
            for (var duplicates = group.Count - first.Count; duplicates > 0; duplicates--)
                metrics.Duplicate(typeof(THandler).Name);

            var arrivals = group.Where(item => first.Remove(item.MessageId)).Select(item => item.Arrival).ToList();
            if (arrivals.Count > 0)
            {
                await handler.Handle(arrivals, CancellationToken.None);
                Activity.Current = null;
                await db.SaveChangesAsync(CancellationToken.None);
            }

            await transaction.CommitAsync(CancellationToken.None);
        });
    }
}
