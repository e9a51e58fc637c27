using MassTransit;
using Meida.Contracts.Tickets;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Idempotency;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Assignment;
using Meida.Tickets.Audit;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Meida.Tickets.Intake;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Customers;

/// <summary>
/// Carries out what a customer asks of her own ticket, under the same rules as an agent's command. The change, its key and the
/// answer are one transaction: what is asked again under a key is not done again.
/// </summary>
internal sealed class CustomerDesk(TicketsDbContext db, LateBookings bookings, PersonalData personalData, CustomerView view, TimeProvider clock)
{
    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="call">Who calls, and under which key.</param>
    /// <param name="action">The command, as the audit log names it.</param>
    /// <param name="command">Changes the ticket.</param>
    public async Task Answer(
        ConsumeContext context, Guid ticketId, CustomerCall call, string action, Func<Ticket, ActorInfo, DateTimeOffset, Task> command)
    {
        var cancel = context.CancellationToken;
        if (await Lock(ticketId, cancel) is not { ErasedAt: null } ticket)
        {
            await context.RespondAsync(new CustomerTicketAnswer(null));
            return;
        }

        var key = Key(call, action, ticketId);
        if (key is not null && await Earlier(key, cancel) is { } earlier)
        {
            var isSame = earlier.RequestHash == key.RequestHash;
            await context.RespondAsync(new CustomerTicketAnswer(
                await view.Of(ticket, cancel), isSame ? null : "idempotency-key-reused", Replayed: isSame));
            return;
        }

        await context.RespondAsync(await CarryOut(ticket, call, action, command, key, cancel));
    }

    private async Task<CustomerTicketAnswer> CarryOut(
        Ticket ticket, CustomerCall call, string action, Func<Ticket, ActorInfo, DateTimeOffset, Task> command, IdempotencyKey? key,
        CancellationToken cancel)
    {
        var address = personalData.Open(call.SealedClientAddress);
        var (by, now, before) = (ActorInfo.Customer with { ClientAddress = address.Length > 0 ? address : null }, clock.GetUtcNow(), ticket.Version);
        try
        {
            await command(ticket, by, now);
        }
        catch (Exception refusal) when (refusal is CustomerRefusal or TransitionNotAllowedException)
        {
            var (slug, retryAt) = refusal is CustomerRefusal own ? (own.Slug, own.RetryAt) : ("illegal-transition", null);
            db.AuditLogs.Add(AuditEntry.Of(by, now, action, ticket.Id, ticket.TicketNo, slug));
            await db.SaveChangesAsync(cancel);
            return new(await view.Of(ticket, cancel), slug, retryAt);
        }

        if (key is not null)
            db.Add(key);
        await db.SaveChangesAsync(cancel);
        return new(await view.Of(ticket, cancel), Changed: ticket.Version != before);
    }

    // Whoever has the answer to her booking may be faster than the message that carries it.
    private async Task<Ticket?> Lock(Guid ticketId, CancellationToken cancel)
    {
        if (await db.LockTicket(ticketId, cancel) is { } ticket)
            return ticket;

        try
        {
            return await bookings.Fetch(ticketId, null, cancel) ? await db.LockTicket(ticketId, cancel) : null;
        }
        catch (ProblemException)
        {
            // Booking asks, so it is there; that it does not answer is no reason to say that there is no such ticket.
            throw new InvalidOperationException("Booking asked for a ticket and did not tell of its booking.");
        }
    }

    private IdempotencyKey? Key(CustomerCall call, string action, Guid ticketId) => call.Key is not { } key ? null : new()
    {
        // The form in which an erasure finds it.
        Scope = $"customer {action} {ticketId.ToString().ToUpperInvariant()}",
        Key = key,
        RequestHash = call.RequestHash ?? "",
        CreatedAt = clock.GetUtcNow(),
    };

    private async Task<IdempotencyKey?> Earlier(IdempotencyKey key, CancellationToken cancel)
    {
        var oldest = key.CreatedAt - IdempotencyKey.Retention;
        await db.Set<IdempotencyKey>().Where(row => row.Scope == key.Scope && row.Key == key.Key && row.CreatedAt < oldest).ExecuteDeleteAsync(cancel);
        return await db.Set<IdempotencyKey>().AsNoTracking().SingleOrDefaultAsync(row => row.Scope == key.Scope && row.Key == key.Key, cancel);
    }
}
