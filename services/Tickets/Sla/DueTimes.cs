using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Meida.Tickets.Sla;

/// <summary>Sets the targets of every ticket in the save that stores it, so that no command can forget.</summary>
internal sealed class DueTimes(SlaTargets targets, CenterCalendars calendars) : SaveChangesInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        throw new NotSupportedException("Tickets are saved asynchronously.");

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is TicketsDbContext db)
        {
            Ticket[] changed = [.. db.ChangeTracker.Entries<Ticket>().Where(entry => entry.State is EntityState.Added or EntityState.Modified).Select(entry => entry.Entity)];
            foreach (var ticket in changed)
                targets.Apply(ticket, await calendars.Of(db, ticket.CenterId, cancellationToken));
        }

        return result;
    }

    /// <summary>Computes the targets of a center's open tickets anew, in the current transaction: no change of a ticket, for nobody did anything.</summary>
    public async Task Recompute(TicketsDbContext db, Guid centerId, WorkingCalendar calendar, CancellationToken cancel)
    {
        calendars.Forget(centerId);
        var open = await db.Tickets.AsNoTracking().Where(t => t.CenterId == centerId && t.DueAt < Ticket.NeverDue).ToListAsync(cancel);
        foreach (var ticket in open)
            targets.Apply(ticket, calendar);
        var (ids, visits, completions, next) = (
            open.Select(t => t.Id).ToArray(), open.Select(t => t.VisitDueAt).ToArray(), open.Select(t => t.CompleteDueAt).ToArray(), open.Select(t => t.DueAt).ToArray());
        await db.Database.ExecuteSqlAsync(
            $"""
            update tickets set visit_due_at = due.visit, complete_due_at = due.completion, due_at = due.next
            from unnest({ids}, {visits}, {completions}, {next}) as due(id, visit, completion, next)
            where tickets.id = due.id
            """, cancel);
    }
}
