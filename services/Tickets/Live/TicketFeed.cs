using System.Threading.Channels;
using Meida.SharedKernel;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Meida.Tickets.Live;

/// <summary>
/// Reads new ticket events in the order of their sequence and hands them to the streams of this process. PostgreSQL
/// wakes it (<c>LISTEN ticket_events</c>), whichever process wrote the event.
/// </summary>
/// <remarks>
/// Sequences are drawn before they are committed, so a lower one may become visible after a higher one. The feed stops
/// at a gap until it is filled or every transaction that could fill it has ended; what a stream has sent is therefore
/// complete, and resuming after its last id misses nothing. Who inserts locks the table before drawing a number, so those
/// transactions are the writers of the table when the gap is seen; no reader and no other database is waited for. See
/// PostgreSQL documentation, "Sequence Manipulation Functions", "Table-Level Locks" and <c>pg_locks</c>.
/// </remarks>
internal sealed class TicketFeed(IServiceScopeFactory scopes, IConfiguration configuration, ILogger<TicketFeed> log) : BackgroundService
{
    private const int Slice = 500;
    private const int Backlog = 1_000;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GapPoll = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly HashSet<Channel<SequencedChange>> _streams = [];
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _position = -1;
    private long? _newest;
    private (long After, HashSet<string> Writers)? _gap;

    /// <summary>Joins the stream. What comes after <c>Position</c> arrives in the channel, which ends when the reader is too slow.</summary>
    /// <remarks>Waits until the feed has found its beginning.</remarks>
    public async Task<(Channel<SequencedChange> Changes, long Position)> Join(CancellationToken cancel)
    {
        await _begun.Task.WaitAsync(cancel);
        var channel = Channel.CreateBounded<SequencedChange>(Backlog);
        lock (_gate)
        {
            _streams.Add(channel);
            return (channel, _position);
        }
    }

    public void Leave(Channel<SequencedChange> changes)
    {
        lock (_gate)
            _streams.Remove(changes);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("The change feed lost its connection and takes another: {Reason}", fault.Message);
                await Task.Delay(GapPoll * 20, stoppingToken);
            }
        }
    }

    private async Task Listen(CancellationToken cancel)
    {
        var settings = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("ticketsdb"))
        {
            Pooling = false,
            KeepAlive = 30,
            ApplicationName = "tickets feed",
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancel);
        await using (var listen = new NpgsqlCommand("listen ticket_events", connection))
            await listen.ExecuteNonQueryAsync(cancel);

        while (true)
        {
            while (await ReadOn(cancel))
            {
            }

            await connection.WaitAsync(_gap is null ? Poll : GapPoll, cancel);
        }
    }

    // True when there may be more to read at once.
    private async Task<bool> ReadOn(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDbContext>();
        // Before the events are read: what a writer that is gone has written is among them.
        var writers = _gap is null ? [] : await Writers(db, cancel);
        if (_position < 0)
        {
            // A lower one may still be uncommitted; from here on it would be below the position and never be handed out.
            _newest ??= await db.Events.MaxAsync(e => (long?)e.Sequence, cancel) ?? 0;
            if (!await IsSettled(writers, db, cancel))
                return false;
            lock (_gate)
                (_position, _gap) = (_newest.Value, null);
            _begun.SetResult();
            return true;
        }

        var changes = await db.ChangesAfter(_position, long.MaxValue, reach: null, Slice, cancel);
        foreach (var change in changes)
        {
            if (change.Sequence != _position + 1 && !await IsSettled(writers, db, cancel))
                return false;
            Hand(change);
        }

        return changes.Count == Slice;
    }

    // A gap is settled when all writers have ended that were there when it was first seen, and it is there still.
    private async Task<bool> IsSettled(HashSet<string> writers, TicketsDbContext db, CancellationToken cancel)
    {
        if (_gap is { } gap && gap.After == _position)
            return !gap.Writers.Overlaps(writers);

        _gap = (_position, await Writers(db, cancel));
        return false;
    }

    private void Hand(SequencedChange change)
    {
        lock (_gate)
        {
            _position = change.Sequence;
            _gap = null;
            foreach (var stream in _streams)
            {
                // A reader that is a thousand events behind comes back with Last-Event-ID.
                if (!stream.Writer.TryWrite(change))
                    stream.Writer.TryComplete();
            }
        }
    }

    private static async Task<HashSet<string>> Writers(TicketsDbContext db, CancellationToken cancel) =>
    [
        .. await db.Database.SqlQuery<string>(
            $"""
            select virtualtransaction as "Value" from pg_locks
            where locktype = 'relation' and relation = 'ticket_events'::regclass and mode = 'RowExclusiveLock' and granted
                and database = (select oid from pg_database where datname = current_database())
            """).ToListAsync(cancel),
    ];
}

internal static class TicketChanges
{
    /// <summary>Changes in the order of the stream.</summary>
    public static async Task<List<SequencedChange>> ChangesAfter(
        this TicketsDbContext db, long after, long until, Guid? reach, int limit, CancellationToken cancel)
    {
        var rows = await db.Events.AsNoTracking()
            .Where(e => e.Sequence > after && e.Sequence <= until)
            .Join(db.Tickets, e => e.TicketId, t => t.Id, (e, t) => new { Event = e, t.TicketNo, t.TechnicianId })
            .Where(row => reach == null || row.TechnicianId == reach || row.Event.FormerTechnicianId == reach)
            .OrderBy(row => row.Event.Sequence)
            .Take(limit)
            .Select(row => new { row.Event.Sequence, row.Event.TicketId, row.TicketNo, row.Event.ToStatus, row.Event.TicketVersion, row.Event.At, row.TechnicianId, row.Event.FormerTechnicianId })
            .ToListAsync(cancel);
        return [.. rows.Select(row => new SequencedChange(
            row.Sequence, new(row.TicketId, row.TicketNo, EnumText.Of(row.ToStatus), row.TicketVersion, row.At), row.TechnicianId, row.FormerTechnicianId))];
    }
}
