using Microsoft.EntityFrameworkCore;

namespace Meida.ServiceDefaults.Data;

/// <summary>
/// Tells after a lost connection whether a transaction was committed: PostgreSQL keeps the outcome of every recent one
/// (PostgreSQL documentation, "Transaction ID and Snapshot Information Functions").
/// </summary>
public static class TransactionOutcome
{
    /// <summary>The number of the current transaction, to ask about later.</summary>
    /// <param name="db">A context in a transaction.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>Null when the transaction has written nothing.</returns>
    public static Task<string?> CurrentTransaction(this DbContext db, CancellationToken cancel) =>
        db.Database.SqlQuery<string?>($"""select pg_current_xact_id_if_assigned()::text as "Value" """).SingleAsync(cancel);

    /// <summary>Whether the transaction of that number was committed; false also for one that wrote nothing.</summary>
    /// <param name="db">A context outside of a transaction.</param>
    /// <param name="transaction">What <see cref="CurrentTransaction"/> told.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="TimeoutException">It is not decided yet; an execution strategy asks again.</exception>
    public static async Task<bool> WasCommitted(this DbContext db, string? transaction, CancellationToken cancel)
    {
        if (transaction is null)
            return false;

        var status = await db.Database.SqlQuery<string?>($"""select pg_xact_status({transaction}::xid8) as "Value" """).SingleAsync(cancel);
        return status == "in progress" ? throw new TimeoutException("The transaction is not decided yet.") : status == "committed";
    }
}
