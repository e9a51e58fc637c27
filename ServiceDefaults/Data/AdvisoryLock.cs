using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Meida.ServiceDefaults.Data;

/// <summary>A lock for a thing that has no row to lock yet.</summary>
public static class AdvisoryLock
{
    /// <summary>
    /// Waits until nobody else holds the name, and holds it until the current transaction ends
    /// (PostgreSQL documentation, "Advisory Locks"). Two names may share a lock by chance, which only costs a wait.
    /// </summary>
    /// <param name="database">The database of the open transaction.</param>
    /// <param name="name">What is locked, for instance <c>ticket:0198…</c>.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public static Task LockName(this DatabaseFacade database, string name, CancellationToken cancel) =>
        database.LockNames([name], cancel);

    /// <summary>Locks several names, in an order that is the same for everybody, so that no two wait for each other.</summary>
    /// <param name="database">The database of the open transaction.</param>
    /// <param name="names">What is locked.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public static Task LockNames(this DatabaseFacade database, IEnumerable<string> names, CancellationToken cancel)
    {
        var ordered = names.Distinct().Order(StringComparer.Ordinal).ToArray();
        return database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest({ordered}) as name", cancel);
    }
}
