using System.Runtime.CompilerServices;
using Meida.Messaging;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Audit;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Replay;

/// <summary>
/// Sends the public events of the history once more to one subscriber's queue: the words that were sent first, so with
/// their first ids and times; those of technicians, then those of tickets, each in the order of their history.
/// </summary>
internal sealed class Replayer(TicketsDbContext db, EventReplay events, TimeProvider clock)
{
    /// <summary>What one call over HTTP sends at most; the command has no limit.</summary>
    public const int MaxOverHttp = 20_000;

    private const int Page = 1000;
    private static readonly TicketAction[] NeverAnnounced = [TicketAction.Edited, TicketAction.PhoneRevealed, TicketAction.Erased];

    /// <exception cref="ProblemException">There is no such ticket or queue, there are too many events, or the broker is away.</exception>
    public async Task<ReplayResponse> Send(ReplayOrder order, ActorInfo by, int atMost, CancellationToken cancel)
    {
        var ticket = order.Ticket is null ? null : await Find(order.Ticket, cancel);
        // Technicians first: whoever is assigned is known by then. They are no part of a ticket's own history.
        Span[] spans = ticket is null
            ? [await Measure(OfTechnicians(order), cancel), await Measure(OfTickets(order, null), cancel)]
            : [await Measure(OfTickets(order, ticket.Id), cancel)];
        var count = spans.Sum(span => span.Count);
        if (count > atMost)
        {
            throw new FieldErrors().Add(
                "to", "range", $"The range holds {count} events, and one call sends at most {atMost}: narrow it, or use the command --replay.").ToException();
        }

        try
        {
            var sent = await events.Send(order.Queue, Words(spans, cancel), cancel);
            await Note(order, ticket, by, sent, AuditEntry.Done);
            return new ReplayResponse(order.Queue, ticket?.TicketNo, order.From, order.To, sent, spans.Sum(span => span.NotKept));
        }
        catch (ReplayException fault) when (fault.Fault == ReplayFault.NoSuchQueue && fault.Sent == 0)
        {
            throw new ProblemException(StatusCodes.Status404NotFound, "not-found", fault.Message);
        }
        catch (ReplayException fault)
        {
            await Note(order, ticket, by, fault.Sent, "service-unavailable");
            throw new ProblemException(StatusCodes.Status503ServiceUnavailable, "service-unavailable", fault.Message, ("sent", fault.Sent));
        }
    }

    private IQueryable<Kept> OfTechnicians(ReplayOrder order) => db.TechnicianEvents.AsNoTracking()
        .Where(e => (order.From == null || e.At >= order.From) && (order.To == null || e.At < order.To))
        .Select(e => new Kept { Sequence = e.Sequence, Announcement = e.Announcement });

    private IQueryable<Kept> OfTickets(ReplayOrder order, Guid? ticketId) => db.Events.AsNoTracking()
        .Where(e => ticketId == null || e.TicketId == ticketId)
        .Where(e => (order.From == null || e.At >= order.From) && (order.To == null || e.At < order.To))
        .Where(e => !NeverAnnounced.Contains(e.Action))
        .Select(e => new Kept { Sequence = e.Sequence, Announcement = e.Announcement });

    // What is added while it is sent is not part of it.
    private static async Task<Span> Measure(IQueryable<Kept> history, CancellationToken cancel)
    {
        var found = await history.GroupBy(_ => 1)
            .Select(g => new { First = g.Min(e => e.Sequence), Last = g.Max(e => e.Sequence), Count = g.Count(), NotKept = g.Count(e => e.Announcement == null) })
            .SingleOrDefaultAsync(cancel);
        return found is null ? new Span(history, 1, 0, 0, 0) : new Span(history, found.First, found.Last, found.Count, found.NotKept);
    }

    // By pages: with retries on, a query's whole result is read before its first row is given.
    private static async IAsyncEnumerable<string> Words(Span[] spans, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var span in spans)
        {
            for (var last = span.First - 1; last < span.Last;)
            {
                var page = await span.History.Where(e => e.Sequence > last && e.Sequence <= span.Last).OrderBy(e => e.Sequence).Take(Page).ToListAsync(cancel);
                if (page.Count == 0)
                    break;
                foreach (var row in page.Where(row => row.Announcement is not null))
                    yield return row.Announcement!;
                last = page[^1].Sequence;
            }
        }
    }

    private async Task<Found> Find(string key, CancellationToken cancel)
    {
        _ = TicketKey.TryParse(key, out var id, out var number);
        return await db.Tickets.Where(t => id != null ? t.Id == id : t.TicketNo == number).Select(t => new Found(t.Id, t.TicketNo)).SingleOrDefaultAsync(cancel)
            ?? throw new ProblemException(StatusCodes.Status404NotFound, "not-found", "There is no such ticket.");
    }

    private Task<int> Note(ReplayOrder order, Found? ticket, ActorInfo by, int sent, string result)
    {
        // What was sent was sent, whether or not the caller still waits.
        db.AuditLogs.Add(AuditEntry.Of(
            by, clock.GetUtcNow(), "REPLAYED", ticket?.Id, ticket?.TicketNo, result,
            TicketEvent.Details(new { order.Queue, order.From, order.To, Events = sent })));
        return db.SaveChangesAsync(CancellationToken.None);
    }

    private sealed record Found(Guid Id, string TicketNo);

    private sealed class Kept
    {
        public required long Sequence { get; init; }

        public required string? Announcement { get; init; }
    }

    private sealed record Span(IQueryable<Kept> History, long First, long Last, int Count, int NotKept);
}
