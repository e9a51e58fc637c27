using Microsoft.EntityFrameworkCore;

namespace Meida.Messaging;

/// <summary>What waits in the outbox.</summary>
/// <param name="Depth">Due and not delivered, parked ones not counted.</param>
/// <param name="OldestAgeSeconds">How long the oldest of them is due.</param>
/// <param name="Parked">How many were given up on.</param>
/// <param name="Rows">The ones that are parked longest, a hundred at most.</param>
public sealed record OutboxReport(long Depth, double OldestAgeSeconds, long Parked, IReadOnlyList<ParkedMessage> Rows);

/// <summary>A message that delivery gave up on; never its body.</summary>
/// <param name="Id">The row, by which it is re-driven.</param>
/// <param name="MessageId">What receivers de-duplicate by.</param>
/// <param name="Destination">Where it should go.</param>
/// <param name="RoutingKey">The routing key on a topic exchange.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="LastError">What the last try said.</param>
/// <param name="ParkedSince">Since when nobody tries.</param>
public sealed record ParkedMessage(
    long Id, Guid MessageId, string Destination, string? RoutingKey, int Attempts, string? LastError, DateTimeOffset ParkedSince);

/// <summary>The outbox as an operator works on it.</summary>
sealed class OutboxDesk(DbContext db, OutboxSignal signal)
{
    const int Shown = 100;

    public async Task<OutboxReport> Read(CancellationToken ct)
    {
        var state = await OutboxWatch<DbContext>.Look(db, ct);
        var rows = await db.Set<OutboxRow>().Where(row => row.ParkedAt != null).OrderBy(row => row.ParkedAt).ThenBy(row => row.Seq).Take(Shown)
            .Select(row => new { row.Seq, row.MessageId, row.Destination, row.RoutingKey, row.Attempts, row.LastError, row.ParkedAt }).ToListAsync(ct);
        return new(state.Depth, Math.Round(state.OldestAge.TotalSeconds, 1), state.Parked, [.. rows.Select(row => new ParkedMessage(
            row.Seq, row.MessageId, row.Destination, row.RoutingKey, row.Attempts, row.LastError, new DateTimeOffset(row.ParkedAt!.Value.ToUniversalTime())))]);
    }

    /// <summary>Lets delivery try parked messages again, one or all of them, with all the attempts a new message has.</summary>
    public async Task<int> Redrive(long? id, CancellationToken ct)
    {
        var rows = await db.Database.ExecuteSqlAsync(
            $"""
            update outbox_message set parked_at = null, attempts = 0, not_before = now()
            where parked_at is not null and ({id}::bigint is null or seq = {id})
            """, ct);
        if (rows > 0)
            signal.Set();
        return rows;
    }
}
