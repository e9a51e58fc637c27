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

    public bool IsIn(DateOnly date, TimeOnly time) => AppointmentDate == date && AppointmentTime == time;

    /// <summary>Takes the slot for good. The caller has checked that it is free.</summary>
    public void Hold(DateOnly date, TimeOnly time, AssignmentState state, DateTimeOffset at)
    {
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
