using static Meida.Tickets.Domain.TicketCommand;
using static Meida.Tickets.Domain.TicketStatus;

namespace Meida.Tickets.Domain;

/// <summary>What can be asked of a ticket and depends on its status.</summary>
internal enum TicketCommand
{
    Confirm,
    Reschedule,
    Edit,
    Assign,
    Start,
    Complete,
    Cancel,
    Return,
    Erase,
    Urge,
    Rate,
    Prioritize,
    FollowUp,
}

/// <summary>The state machine of a ticket. A pair that is not in the table is refused.</summary>
internal static class TicketTransitions
{
    private static readonly Dictionary<(TicketStatus From, TicketCommand Command), TicketStatus> Table = new()
    {
        [(Booked, Confirm)] = Confirmed,
        [(Confirmed, Assign)] = Assigned,
        [(Assigned, Assign)] = Assigned,
        [(Assigned, Start)] = InProgress,
        [(Assigned, Complete)] = Completed,
        [(InProgress, Complete)] = Completed,

        [(Booked, Reschedule)] = Booked,
        [(Confirmed, Reschedule)] = Confirmed,
        [(Assigned, Reschedule)] = Assigned,

        [(Booked, Edit)] = Booked,
        [(Confirmed, Edit)] = Confirmed,
        [(Assigned, Edit)] = Assigned,
        [(InProgress, Edit)] = InProgress,

        [(Booked, Cancel)] = Canceled,
        [(Confirmed, Cancel)] = Canceled,
        [(Assigned, Cancel)] = Canceled,
        [(InProgress, Cancel)] = Canceled,

        [(Booked, Urge)] = Booked,
        [(Confirmed, Urge)] = Confirmed,
        [(Assigned, Urge)] = Assigned,
        [(InProgress, Urge)] = InProgress,

        [(Completed, Rate)] = Completed,

        [(Booked, Prioritize)] = Booked,
        [(Confirmed, Prioritize)] = Confirmed,
        [(Assigned, Prioritize)] = Assigned,
        [(InProgress, Prioritize)] = InProgress,

        [(InProgress, FollowUp)] = InProgress,
        [(Completed, FollowUp)] = Completed,

        [(Assigned, Return)] = Confirmed,
        [(InProgress, Return)] = Confirmed,

        [(Booked, Erase)] = Booked,
        [(Confirmed, Erase)] = Confirmed,
        [(Assigned, Erase)] = Assigned,
        [(InProgress, Erase)] = InProgress,
        [(Completed, Erase)] = Completed,
        [(Canceled, Erase)] = Canceled,
    };

    /// <summary>The status a command leads to, or null when it is not allowed.</summary>
    public static TicketStatus? Next(TicketStatus from, TicketCommand command) =>
        Table.TryGetValue((from, command), out var to) ? to : null;
}
