using MassTransit;
using Meida.Messaging;
using Meida.Tickets.Assignment;
using Meida.Tickets.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Meida.Tickets.Operations;

/// <summary>
/// Wakes an assignment by the message that should have woken it, written in the transaction that gives the step its tries
/// back. The step is repeated, as after any timeout; one that moves meanwhile wins.
/// </summary>
internal static class RedriveAssignment
{
    public static async Task<Results<Ok<Redriven>, NotFound>> One(
        Guid id, TicketsDbContext db, Outbox outbox, ILogger<AssignmentState> log, CancellationToken cancel)
    {
        if (await Wake(id, db, outbox, cancel) is not { } saga)
            return TypedResults.NotFound();

        log.LogInformation("Operations: assignment {Id} of {TicketNo} is woken", id, saga.TicketNo);
        return TypedResults.Ok(new Redriven(1));
    }

    public static async Task<Ok<Redriven>> AllStuck(
        TicketsDbContext db, Outbox outbox, IOptions<AssignmentOptions> options, TimeProvider clock, ILogger<AssignmentState> log,
        CancellationToken cancel)
    {
        var woken = 0;
        foreach (var id in await AssignmentReport.LongAlive(db, options.Value, clock).Select(saga => saga.CorrelationId).ToListAsync(cancel))
        {
            try
            {
                if (await Wake(id, db, outbox, cancel) is not null)
                    woken++;
            }
            catch (DbUpdateConcurrencyException)
            {
                // It moves by itself.
            }
        }

        log.LogInformation("Operations: {Count} assignments are woken", woken);
        return TypedResults.Ok(new Redriven(woken));
    }

    // Null when it has come to its end.
    private static async Task<AssignmentState?> Wake(Guid id, TicketsDbContext db, Outbox outbox, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        if (await db.Assignments.SingleOrDefaultAsync(saga => saga.CorrelationId == id && saga.EndedAt == null, cancel) is not { } saga)
            return null;

        saga.Tries = 0;
        // A timeout is taken only by a saga that expects one.
        saga.TimeoutToken ??= NewId.NextGuid();
        if (saga.CurrentState == nameof(AssignmentStateMachine.Requested))
            outbox.Publish(db, new AssignmentRequested(saga.CorrelationId));
        else
            outbox.Publish(db, new AssignmentTimeout(saga.CorrelationId));
        await db.SaveChangesAsync(cancel);
        return saga;
    }
}
