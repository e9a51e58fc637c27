using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Meida.Messaging;

/// <summary>Wakes delivery when a commit made new rows visible; synchronous saves count as well.</summary>
sealed class OutboxCommitInterceptor(OutboxSignal signal) : DbTransactionInterceptor, ISaveChangesInterceptor
{
    public int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        AfterSave(eventData.Context);
        return result;
    }

    public ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        AfterSave(eventData.Context);
        return new(result);
    }

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => AfterCommit(eventData.Context);

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        AfterCommit(eventData.Context);
        return Task.CompletedTask;
    }

    void AfterSave(DbContext? db)
    {
        // Inside a transaction of the caller the rows are not visible yet: its commit wakes delivery.
        if (db is { Database.CurrentTransaction: null })
            AfterCommit(db);
    }

    void AfterCommit(DbContext? db)
    {
        if (db is not null && OutboxRows.TakeWritten(db))
            signal.Set();
    }
}
