using Meida.Contracts.Tickets;
using Meida.Messaging;
using Meida.ServiceDefaults.Idempotency;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Privacy;

/// <summary>Removes what names a customer from a ticket and from all that was written beside it.</summary>
internal sealed class Erasure(TicketsDbContext db, Outbox outbox, TimeProvider clock)
{
    private static readonly string[] Announced = [Address<AgentBookingRecorded>(), Address<TicketCorrected>()];

    /// <summary>Erases in the current transaction; the caller saves. A ticket that is erased is erased again everywhere else.</summary>
    public async Task Of(Ticket ticket, ActorInfo by, CancellationToken cancel)
    {
        ticket.Erase(by, clock.GetUtcNow());

        // What people wrote freely, out of a history that only grows otherwise.
        await db.Database.ExecuteSqlAsync($"select erase_free_text({ticket.Id})", cancel);

        // Answers kept for repetitions show whole tickets.
        var (id, number) = (ticket.Id.ToString(), ticket.TicketNo);
        var path = id.ToUpperInvariant();
        await db.Set<IdempotencyKey>()
            .Where(row => row.Scope.Contains(path) || row.Scope.Contains(number) || row.Location != null && row.Location.Contains(id)
                || row.Body != null && (row.Body.Contains(id) || row.Body.Contains(number)))
            .ExecuteDeleteAsync(cancel);
        await db.Set<OutboxRow>().Where(row => Announced.Contains(row.Destination) && row.Body.Contains(id)).ExecuteDeleteAsync(cancel);
        outbox.Publish(db, new TicketErasureRequested(ticket.Id));
    }

    private static string Address<T>() => "exchange:" + EntityNames.Of(typeof(T));
}
