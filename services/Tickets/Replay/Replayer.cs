using System.Runtime.CompilerServices;
using Meida.Messaging;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Audit;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Replay;

/// <summary>
/// Sends the public events of the history once more to one subscriber's queue: the words that were sent first, so with
/// their first ids and times, in the order of the history.
/// </summary>
internal sealed class Replayer(TicketsDbContext db, EventReplay events, TimeProvider clock)
{
    /// <summary>What one call over HTTP sends at most; the command has no limit.</summary>
    public const int MaxOverHttp = 20_000;

    private const int Page = 1000;
    private static readonly TicketAction[] NeverAnnounced = [TicketAction.Edited, TicketAction.PhoneRevealed];

    /// <exception cref="ProblemException">There is no such ticket or queue, there are too many events, or the broker is away.</exception>
    public async Task<ReplayResponse> Send(ReplayOrder order, ActorInfo by, int atMost, CancellationToken cancel)
    {
        var ticket = order.Ticket is null ? null : await Find(order.Ticket, cancel);
        var history = db.Events.AsNoTracking()
            .Where(e => ticket == null || e.TicketId == ticket.Id)
            .Where(e => order.From == null || e.At >= order.From)
            .Where(e => order.To == null || e.At < order.To)
            .Where(e => !NeverAnnounced.Contains(e.Action));
        var span = await history.GroupBy(_ => 1)
            .Select(g => new Span(g.Min(e => e.Sequence), g.Max(e => e.Sequence), g.Count(), g.Count(e => e.Announcement == null)))
            .SingleOrDefaultAsync(cancel) ?? new Span(1, 0, 0, 0);
        if (span.Count > atMost)
        {
            throw new FieldErrors().Add(
                "to", "range", $"The range holds {span.Count} events, and one call sends at most {atMost}: narrow it, or use the command --replay.").ToException();
        }

        try
        {
            var sent = await events.Send(order.Queue, Words(history, span, cancel), cancel);
            await Note(order, ticket, by, sent, AuditEntry.Done, cancel);
            return new ReplayResponse(order.Queue, ticket?.TicketNo, order.From, order.To, sent, span.NotKept);
        }
        catch (ReplayException fault) when (fault.Fault == ReplayFault.NoSuchQueue && fault.Sent == 0)
        {
            throw new ProblemException(StatusCodes.Status404NotFound, "not-found", fault.Message);
        }
        catch (ReplayException fault)
        {
            await Note(order, ticket, by, fault.Sent, "service-unavailable", cancel);
            throw new ProblemException(StatusCodes.Status503ServiceUnavailable, "service-unavailable", fault.Message, ("sent", fault.Sent));
        }
    }

    // By pages: with retries on, a query's whole result is read before its first row is given.
    private static async IAsyncEnumerable<string> Words(IQueryable<TicketEvent> history, Span span, [EnumeratorCancellation] CancellationToken cancel)
    {
        var last = span.First - 1;
        while (last < span.Last)
        {
            var page = await history.Where(e => e.Sequence > last && e.Sequence <= span.Last).OrderBy(e => e.Sequence).Take(Page)
                .Select(e => new { e.Sequence, e.Announcement }).ToListAsync(cancel);
            if (page.Count == 0)
                yield break;
            foreach (var row in page.Where(row => row.Announcement is not null))
                yield return row.Announcement!;
            last = page[^1].Sequence;
        }
    }

    private async Task<Found> Find(string key, CancellationToken cancel)
    {
        _ = TicketKey.TryParse(key, out var id, out var number);
        return await db.Tickets.Where(t => id != null ? t.Id == id : t.TicketNo == number).Select(t => new Found(t.Id, t.TicketNo)).SingleOrDefaultAsync(cancel)
            ?? throw new ProblemException(StatusCodes.Status404NotFound, "not-found", "There is no such ticket.");
    }

    private Task<int> Note(ReplayOrder order, Found? ticket, ActorInfo by, int sent, string result, CancellationToken cancel)
    {
        db.AuditLogs.Add(AuditEntry.Of(
            by, clock.GetUtcNow(), "REPLAYED", ticket?.Id, ticket?.TicketNo, result,
            TicketEvent.Details(new { order.Queue, order.From, order.To, Events = sent })));
        return db.SaveChangesAsync(cancel);
    }

    private sealed record Found(Guid Id, string TicketNo);

    private sealed record Span(long First, long Last, int Count, int NotKept);
}
