using System.Data;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.Context;
using MassTransit.Middleware;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;

namespace Meida.Messaging;

/// <summary>Sagas as rows of the service's own database.</summary>
public static class PostgresSagas
{
    /// <summary>
    /// Keeps the saga in <typeparamref name="TDb"/>, in the transaction of the inbox. An advisory lock on the saga's id lets one
    /// message a saga through at a time, also for a saga that does not exist yet; map a <c>uint</c> property with
    /// <c>IsRowVersion()</c> (xmin) as a net below it. Correlate by id: a query takes no lock.
    /// </summary>
    /// <remarks>PostgreSQL documentation, "Explicit Locking: Advisory Locks".</remarks>
    public static ISagaRegistrationConfigurator<TSaga> PostgresRepository<TDb, TSaga>(this ISagaRegistrationConfigurator<TSaga> saga)
        where TDb : DbContext
        where TSaga : class, ISaga
    {
        ArgumentNullException.ThrowIfNull(saga);
        saga.Repository(r =>
        {
            r.RegisterLoadSagaRepository<TSaga, SagaRows<TDb, TSaga>>();
            r.RegisterQuerySagaRepository<TSaga, SagaRows<TDb, TSaga>>();
            r.RegisterSagaRepository<TSaga, TDb, SagaConsumeContextFactory<TDb, TSaga>, SagaRows<TDb, TSaga>>();
        });
        return saga;
    }
}

sealed class SagaRows<TDb, TSaga>(TDb db, ISagaConsumeContextFactory<TDb, TSaga> factory)
    : ISagaRepositoryContextFactory<TSaga>, ILoadSagaRepositoryContextFactory<TSaga>, IQuerySagaRepositoryContextFactory<TSaga>
    where TDb : DbContext
    where TSaga : class, ISaga
{
    public Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next) where T : class
        => InInboxTransaction(context, () => next.Send(new SagaRowContext<TDb, TSaga, T>(db, context, factory)));

    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next) where T : class
        => InInboxTransaction(context, async () =>
        {
            var found = await db.Set<TSaga>().Where(query.FilterExpression).ToListAsync(context.CancellationToken);
            var inner = new SagaRowContext<TDb, TSaga, T>(db, context, factory);
            await next.Send(new LoadedSagaRepositoryQueryContext<TSaga, T>(inner, found));
        });

    public Task<T> Execute<T>(Func<LoadSagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken) where T : class
        => asyncMethod(new SagaReader<TDb, TSaga>(db, cancellationToken));

    public Task<T> Execute<T>(Func<QuerySagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken) where T : class
        => asyncMethod(new SagaReader<TDb, TSaga>(db, cancellationToken));

    public void Probe(ProbeContext context) => context.Add("persistence", "postgresql");

    static Task InInboxTransaction<T>(ConsumeContext<T> context, Func<Task> body) where T : class
        => context.TryGetPayload<InboxTransaction>(out _)
            ? body()
            : throw new InvalidOperationException($"The saga {typeof(TSaga).Name} runs without an inbox; register it inside AddMessaging.");
}

sealed class SagaRowContext<TDb, TSaga, T>(TDb db, ConsumeContext<T> context, ISagaConsumeContextFactory<TDb, TSaga> factory)
    : ConsumeContextScope<T>(context, db), SagaRepositoryContext<TSaga, T>
    where TDb : DbContext
    where TSaga : class, ISaga
    where T : class
{
    readonly ConsumeContext<T> _context = context;

    public async Task<SagaConsumeContext<TSaga, T>?> Load(Guid correlationId)
    {
        var key = $"{typeof(TSaga).Name}:{correlationId}";
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({key}, 0))", CancellationToken);
        var saga = await db.Set<TSaga>().FirstOrDefaultAsync(s => s.CorrelationId == correlationId, CancellationToken);
        return saga is null ? null : await Wrap(saga, SagaConsumeContextMode.Load);
    }

    public async Task<SagaConsumeContext<TSaga, T>?> Insert(TSaga instance)
    {
        var entry = db.Add(instance);
        try
        {
            // EF puts a savepoint around this save, so a lost race does not spoil the transaction.
            await db.SaveChangesAsync(CancellationToken);
        }
        catch (DbUpdateException)
        {
            entry.State = EntityState.Detached;
            return null;
        }

        return await Wrap(instance, SagaConsumeContextMode.Insert);
    }

    public Task<SagaConsumeContext<TSaga, T>> Add(TSaga instance) => Wrap(instance, SagaConsumeContextMode.Add);

    public Task Save(SagaConsumeContext<TSaga> context)
    {
        db.Add(context.Saga);
        return db.SaveChangesAsync(CancellationToken);
    }

    public Task Update(SagaConsumeContext<TSaga> context) => db.SaveChangesAsync(CancellationToken);

    public Task Delete(SagaConsumeContext<TSaga> context)
    {
        db.Remove(context.Saga);
        return db.SaveChangesAsync(CancellationToken);
    }

    public Task Discard(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<TSaga> context)
    {
        db.Entry(context.Saga).State = EntityState.Unchanged;
        return Task.CompletedTask;
    }

    public Task<SagaConsumeContext<TSaga, TMessage>> CreateSagaConsumeContext<TMessage>(
        ConsumeContext<TMessage> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where TMessage : class
        => factory.CreateSagaConsumeContext(db, consumeContext, instance, mode);

    Task<SagaConsumeContext<TSaga, T>> Wrap(TSaga saga, SagaConsumeContextMode mode) => factory.CreateSagaConsumeContext(db, _context, saga, mode);
}

sealed class SagaReader<TDb, TSaga>(TDb db, CancellationToken ct)
    : BasePipeContext(ct), LoadSagaRepositoryContext<TSaga>, QuerySagaRepositoryContext<TSaga>
    where TDb : DbContext
    where TSaga : class, ISaga
{
    public Task<TSaga> Load(Guid correlationId)
        => db.Set<TSaga>().AsNoTracking().FirstOrDefaultAsync(s => s.CorrelationId == correlationId, CancellationToken)!;

    public async Task<SagaRepositoryQueryContext<TSaga>> Query(ISagaQuery<TSaga> query, CancellationToken cancellationToken)
        => new DefaultSagaRepositoryQueryContext<TSaga>(this,
            await db.Set<TSaga>().AsNoTracking().Where(query.FilterExpression).Select(s => s.CorrelationId).ToListAsync(cancellationToken));
}
