using MassTransit;
using Meida.Contracts.Technicians;
using Meida.Contracts.Tickets;
using Microsoft.Extensions.Options;

namespace Meida.Tickets.Assignment;

/// <summary>
/// Gives a ticket to a technician: asks for candidates, reserves the best, commits. Every step may be repeated, every
/// failure gives back what was reserved, and whatever process restarts, the saga goes on.
/// </summary>
internal sealed class AssignmentStateMachine : MassTransitStateMachine<AssignmentState>
{
    private readonly AssignmentOptions _options;

    public AssignmentStateMachine(IOptions<AssignmentOptions> options, TimeProvider clock)
    {
        _options = options.Value;
        InstanceState(x => x.CurrentState);
        Event(() => Begun, e => { e.CorrelateById(m => m.Message.AssignmentId); e.OnMissingInstance(m => m.Discard()); });
        Event(() => Overtaken, e => { e.CorrelateById(m => m.Message.AssignmentId); e.OnMissingInstance(m => m.Discard()); });
        Event(() => Found, e => { e.CorrelateById(m => m.Message.AssignmentId); e.OnMissingInstance(m => m.Discard()); });
        Event(() => Reserved, e => { e.CorrelateById(m => m.Message.AssignmentId); e.OnMissingInstance(m => m.Discard()); });
        Event(() => Refused, e => { e.CorrelateById(m => m.Message.AssignmentId); e.OnMissingInstance(m => m.Discard()); });
        Schedule(() => Timeout, x => x.TimeoutToken, s =>
        {
            s.Delay = _options.StepTimeout;
            s.Received = e => { e.CorrelateById(m => m.Message.AssignmentId); e.OnMissingInstance(m => m.Discard()); };
        });
        BeforeEnterAny(x => x.Then(context => context.Saga.UpdatedAt = clock.GetUtcNow()));

        During(Requested,
            When(Begun).Then(StartStep).AskForCandidates(this).TransitionTo(AwaitingCandidates));

        // Every decision is taken once, by IfElse: two conditions on one event would both be asked, the second one after
        // the first one's steps have changed the saga.
        During(AwaitingCandidates,
            When(Found).IfElse(context => context.Message.Candidates.Count > 0,
                some => some.Then(context => context.Saga.Weigh(context.Message.Candidates))
                    .Then(StartStep).Reserve(this).TransitionTo(AwaitingReservation),
                none => none.IfElse(context => MayLookAgain(context.Saga),
                    again => again.Then(context => context.Saga.Rounds++).LookAgain(this),
                    end => end.Then(context => context.Saga.RefusedFor = context.Message.Reason).Then(NobodyLeft).GiveUp(this))),
            When(Timeout.Received).IfElse(context => MayTryAgain(context.Saga),
                again => again.AskForCandidates(this),
                end => end.Then(Unreachable).GiveUp(this)));

        During(AwaitingReservation,
            When(Reserved)
                .Activity(x => x.OfType<CommitAssignment>())
                .IfElse(context => context.Saga.Reason is null,
                    committed => committed.Unschedule(Timeout).TransitionTo(Assigned),
                    stale => stale.GiveUp(this)),
            When(Refused).IfElse(context => MayAskForOthers(context.Saga, context.Message),
                others => others.Then(context => context.Saga.Rounds++)
                    .Then(StartStep).AskForCandidates(this).TransitionTo(AwaitingCandidates),
                end => end.Then(context => context.Saga.RefusedFor = context.Message.Reason).Then(NobodyLeft).GiveUp(this)),
            When(Timeout.Received).IfElse(context => MayTryAgain(context.Saga),
                again => again.Reserve(this),
                end => end.Then(Unreachable).GiveUp(this)));

        During([Requested, AwaitingCandidates, AwaitingReservation],
            When(Overtaken).Then(context => context.Saga.Reason = AssignmentFailure.TicketChanged).GiveUp(this));

        // A reservation that comes after the end is given back; it may be the echo of one that was given back already.
        During(Failed,
            When(Reserved).Publish(context => new ReleaseReservation(context.Saga.CorrelationId, context.Saga.TicketId)),
            Ignore(Begun), Ignore(Overtaken), Ignore(Found), Ignore(Refused), Ignore(Timeout.Received));
        During(Assigned,
            Ignore(Begun), Ignore(Overtaken), Ignore(Found), Ignore(Reserved), Ignore(Refused), Ignore(Timeout.Received));
        During(AwaitingCandidates, Ignore(Begun), Ignore(Reserved), Ignore(Refused));
        During(AwaitingReservation, Ignore(Begun), Ignore(Found));
        During(Requested, Ignore(Found), Ignore(Reserved), Ignore(Refused), Ignore(Timeout.Received));
    }

    public State Requested { get; private set; } = null!;

    public State AwaitingCandidates { get; private set; } = null!;

    public State AwaitingReservation { get; private set; } = null!;

    public State Assigned { get; private set; } = null!;

    public State Failed { get; private set; } = null!;

    public Event<AssignmentRequested> Begun { get; private set; } = null!;

    public Event<AssignmentOvertaken> Overtaken { get; private set; } = null!;

    public Event<CandidatesFound> Found { get; private set; } = null!;

    public Event<TechnicianReserved> Reserved { get; private set; } = null!;

    public Event<ReservationRefused> Refused { get; private set; } = null!;

    public Schedule<AssignmentState, AssignmentTimeout> Timeout { get; private set; } = null!;

    public TimeSpan SecondLook => _options.SecondLookAfter;

    public TimeSpan NextPause(AssignmentState saga) => _options.PauseAfter(saga.Tries);

    private static void StartStep(BehaviorContext<AssignmentState> context) => context.Saga.Tries = 0;

    private static void NobodyLeft(BehaviorContext<AssignmentState> context) => context.Saga.Reason = context.Saga.NobodyLeft;

    private static void Unreachable(BehaviorContext<AssignmentState> context) => context.Saga.Reason = AssignmentFailure.TechniciansUnreachable;

    // Whoever cancels a ticket and gives its slot away at once may be faster than the message that frees the slot.
    private static bool MayLookAgain(AssignmentState saga) => saga.Rounds == 0;

    private bool MayTryAgain(AssignmentState saga) => saga.Tries < _options.MaxTries;

    // 'released' means that the ticket is over for Technicians: nobody else will do either.
    private bool MayAskForOthers(AssignmentState saga, ReservationRefused refusal) =>
        saga.IsAutomatic && saga.Rounds < _options.MaxRounds && refusal.Reason != "released";
}

/// <summary>The steps of the saga.</summary>
internal static class AssignmentSteps
{
    public static EventActivityBinder<AssignmentState, T> AskForCandidates<T>(
        this EventActivityBinder<AssignmentState, T> step, AssignmentStateMachine machine)
        where T : class => step
        .Then(context => context.Saga.Tries++)
        .Publish(context => context.Saga.CandidateRequest())
        .Schedule(machine.Timeout, context => new AssignmentTimeout(context.Saga.CorrelationId), context => machine.NextPause(context.Saga));

    public static EventActivityBinder<AssignmentState, T> LookAgain<T>(
        this EventActivityBinder<AssignmentState, T> step, AssignmentStateMachine machine)
        where T : class => step
        .Schedule(machine.Timeout, context => new AssignmentTimeout(context.Saga.CorrelationId), _ => machine.SecondLook);

    public static EventActivityBinder<AssignmentState, T> Reserve<T>(
        this EventActivityBinder<AssignmentState, T> step, AssignmentStateMachine machine)
        where T : class => step
        .Then(context => context.Saga.Tries++)
        .Publish(context => context.Saga.ReservationRequest())
        .Schedule(machine.Timeout, context => new AssignmentTimeout(context.Saga.CorrelationId), context => machine.NextPause(context.Saga));

    public static EventActivityBinder<AssignmentState, T> GiveUp<T>(
        this EventActivityBinder<AssignmentState, T> step, AssignmentStateMachine machine)
        where T : class => step
        .Activity(x => x.OfInstanceType<GiveUpAssignment>())
        .Unschedule(machine.Timeout)
        .TransitionTo(machine.Failed);
}
