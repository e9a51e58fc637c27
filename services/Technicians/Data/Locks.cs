using Meida.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Data;

/// <summary>
/// Locks that last until the transaction ends. Always the ticket first, then technicians in the order of their ids: so no
/// two transactions wait for each other.
/// </summary>
internal static class Locks
{
    /// <summary>Messages on one ticket are worked on one after the other.</summary>
    public static Task LockTicket(this TechniciansDbContext db, Guid ticketId, CancellationToken cancel) => db.LockTickets([ticketId], cancel);

    public static Task LockTickets(this TechniciansDbContext db, IEnumerable<Guid> ticketIds, CancellationToken cancel) =>
        db.Database.LockNames(ticketIds.Select(id => $"ticket:{id:N}"), cancel);

    /// <summary>Nobody else takes a slot of these technicians, or changes them, before the transaction ends.</summary>
    public static Task LockTechnicians(this TechniciansDbContext db, IEnumerable<Guid> ids, CancellationToken cancel)
    {
        Guid[] wanted = [.. ids];
        return db.Database.ExecuteSqlAsync(
            $"""
            select count(*) from (
                select id from technicians where id = any({wanted}) order by id for no key update
            ) as locked
            """, cancel);
    }
}
