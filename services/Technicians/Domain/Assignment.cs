using System.Linq.Expressions;

namespace Meida.Technicians.Domain;

/// <summary>How firmly a technician's slot is taken.</summary>
internal enum AssignmentState
{
    /// <summary>Held for an assignment that Tickets has not committed yet.</summary>
    Reserved,

    /// <summary>The ticket is the technician's.</summary>
    Active,

    /// <summary>The work is done; the slot stays taken and the ticket counts as load.</summary>
    Completed,

    /// <summary>Given back: canceled, re-assigned or never committed.</summary>
    Released,
}

/// <summary>A technician's slot taken by a ticket. Its id is the assignment saga's.</summary>
internal sealed class Assignment
{
    /// <summary>How long a visit takes a technician, from the start of the arrival window. The database's constraint says the same.</summary>
    public static readonly TimeSpan Visit = TimeSpan.FromMinutes(120);

    public Guid Id { get; private init; }

    public Guid TechnicianId { get; private init; }

    public Guid TicketId { get; private init; }

    public string TicketNo { get; private init; } = "";

    public DateOnly AppointmentDate { get; private set; }

    public TimeOnly AppointmentTime { get; private set; }

    public AssignmentState State { get; private set; }

    /// <summary>When the slot was taken; the load of seven days is counted from it.</summary>
    public DateTimeOffset AssignedAt { get; private init; }

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>
    /// Taken before visits were kept from overlapping, and overlapping another one: the database lets it be until it moves.
    /// </summary>
    public bool OverlapsOfOld { get; private set; }

    public bool HoldsSlot => State != AssignmentState.Released;

    public static Assignment Reserve(
        Guid id, Guid technicianId, Guid ticketId, string ticketNo, DateOnly date, TimeOnly time, DateTimeOffset at) => new()
        {
            Id = id,
            TechnicianId = technicianId,
            TicketId = ticketId,
            TicketNo = ticketNo,
            AppointmentDate = date,
            AppointmentTime = time,
            State = AssignmentState.Reserved,
            AssignedAt = at,
            UpdatedAt = at,
        };

    /// <summary>The visits that are to be made within a time of local dates and hours.</summary>
    public static Expression<Func<Assignment, bool>> Within(DateTime from, DateTime to)
    {
        // What starts here ends before midnight: slots lie hours from it.
        var (firstDay, lastDay) = (DateOnly.FromDateTime(from), DateOnly.FromDateTime(to));
        var (after, before) = (from - Visit, to);
        return a => (a.State == AssignmentState.Reserved || a.State == AssignmentState.Active)
            && a.AppointmentDate >= firstDay && a.AppointmentDate <= lastDay
            && a.AppointmentDate.ToDateTime(a.AppointmentTime) > after && a.AppointmentDate.ToDateTime(a.AppointmentTime) < before;
    }

    /// <summary>The visits of a day that meet one that starts at this time.</summary>
    public static Expression<Func<Assignment, bool>> Meets(DateOnly date, TimeOnly time)
    {
        // Times of one day: slots lie hours from midnight.
        var (after, before) = (time.Add(-Visit), time.Add(Visit));
        return a => a.State != AssignmentState.Released && a.AppointmentDate == date && a.AppointmentTime > after && a.AppointmentTime < before;
    }

    public bool IsIn(DateOnly date, TimeOnly time) => AppointmentDate == date && AppointmentTime == time;

    /// <summary>Takes the slot for good. The caller has checked that it is free.</summary>
    public void Hold(DateOnly date, TimeOnly time, AssignmentState state, DateTimeOffset at)
    {
        if (!HoldsSlot || !IsIn(date, time))
            OverlapsOfOld = false;
        AppointmentDate = date;
        AppointmentTime = time;
        State = state;
        UpdatedAt = at;
    }

    public void Release(DateTimeOffset at)
    {
        State = AssignmentState.Released;
        UpdatedAt = at;
    }
}
