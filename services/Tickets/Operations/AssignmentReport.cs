using Meida.Messaging;
using Meida.Tickets.Assignment;
using Meida.Tickets.Data;
using Meida.Tickets.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Meida.Tickets.Operations;

/// <summary>The assignments as an operator sees them.</summary>
/// <param name="States">How many are in each state; ended ones count for a day from their beginning.</param>
/// <param name="StuckAfterSeconds">The age from which one that lives is called stuck.</param>
/// <param name="StuckCount">How many are stuck.</param>
/// <param name="Stuck">The oldest of them, a hundred at most.</param>
internal sealed record AssignmentReport(
    IReadOnlyList<AssignmentsInState> States, double StuckAfterSeconds, int StuckCount, IReadOnlyList<StuckAssignment> Stuck)
{
    private const int Shown = 100;
    private static readonly TimeSpan EndedWithin = TimeSpan.FromDays(1);

    private static readonly string[] Known =
    [
        nameof(AssignmentStateMachine.Requested), nameof(AssignmentStateMachine.AwaitingCandidates),
        nameof(AssignmentStateMachine.AwaitingReservation), nameof(AssignmentStateMachine.Assigned), nameof(AssignmentStateMachine.Failed),
    ];

    public static async Task<Ok<AssignmentReport>> Handle(
        TicketsDbContext db, IOptions<AssignmentOptions> options, TimeProvider clock, CancellationToken cancel)
    {
        var sagas = await LongAlive(db, options.Value, clock).OrderBy(saga => saga.RequestedAt).Take(Shown).ToListAsync(cancel);
        var tokens = sagas.Select(saga => saga.TimeoutToken).OfType<Guid>().ToArray();
        var wakeUps = await db.Set<OutboxRow>().Where(row => row.ScheduleToken != null && tokens.Contains(row.ScheduleToken.Value))
            .Select(row => new WakeUp(row.ScheduleToken!.Value, row.NotBefore, row.ParkedAt != null)).ToListAsync(cancel);
        return TypedResults.Ok(new AssignmentReport(
            await CountStates(db, clock, cancel), options.Value.StuckAfter.TotalSeconds, await CountStuck(db, options.Value, clock, cancel),
            [.. sagas.Select(saga => StuckAssignment.Of(saga, wakeUps.Find(wakeUp => wakeUp.Token == saga.TimeoutToken)))]));
    }

    /// <summary>Alive for longer than an assignment may take.</summary>
    public static IQueryable<AssignmentState> LongAlive(TicketsDbContext db, AssignmentOptions options, TimeProvider clock)
    {
        var before = clock.GetUtcNow() - options.StuckAfter;
        return db.Assignments.Where(saga => saga.EndedAt == null && saga.RequestedAt < before);
    }

    public static Task<int> CountStuck(TicketsDbContext db, AssignmentOptions options, TimeProvider clock, CancellationToken cancel) =>
        LongAlive(db, options, clock).CountAsync(cancel);

    public static async Task<IReadOnlyList<AssignmentsInState>> CountStates(TicketsDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        // The ids begin with the time of their making: the key's own index finds the last day's.
        var since = Guid.CreateVersion7(clock.GetUtcNow() - EndedWithin);
        var counts = await db.Database.SqlQuery<AssignmentsInState>(
            $"select current_state as state, count(*)::int as count from assignments where ended_at is null or id >= {since} group by current_state")
            .ToDictionaryAsync(row => row.State, row => row.Count, cancel);
        return [.. Known.Select(state => new AssignmentsInState(AssignmentResponse.StateName(state), counts.GetValueOrDefault(state)))];
    }
}

/// <summary>How many assignments are in a state.</summary>
internal sealed record AssignmentsInState(string State, int Count);

/// <summary>The scheduled message that makes a saga go on.</summary>
internal sealed record WakeUp(Guid Token, DateTime At, bool IsParked);

/// <summary>An assignment that has not come to an end.</summary>
/// <param name="Id">The assignment, by which it is re-driven.</param>
/// <param name="TicketNo">The ticket's number.</param>
/// <param name="State">REQUESTED, AWAITING_CANDIDATES or AWAITING_RESERVATION.</param>
/// <param name="Tries">How often Technicians was asked in this step.</param>
/// <param name="Reason">The reason it wrote down last.</param>
/// <param name="Why">What it waits for, in words.</param>
/// <param name="RequestedAt">Since when it lives.</param>
/// <param name="NextTryAt">When it wakes by itself; null when it does not.</param>
internal sealed record StuckAssignment(
    Guid Id, string TicketNo, string State, int Tries, string? Reason, string Why, DateTimeOffset RequestedAt, DateTimeOffset? NextTryAt)
{
    public static StuckAssignment Of(AssignmentState saga, WakeUp? wakeUp) => new(
        saga.CorrelationId, saga.TicketNo, AssignmentResponse.StateName(saga.CurrentState), saga.Tries, saga.Reason,
        wakeUp switch
        {
            { IsParked: true } => "Its wake-up is parked in the outbox.",
            { } => $"Technicians has not answered; tries so far: {saga.Tries}.",
            null when saga.CurrentState == nameof(AssignmentStateMachine.Requested) => "Its first message has not arrived.",
            null => "Nothing will wake it by itself.",
        },
        saga.RequestedAt,
        wakeUp is { IsParked: false } ? new DateTimeOffset(wakeUp.At.ToUniversalTime()) : null);
}
