namespace Meida.Technicians.Domain;

/// <summary>
/// What Tickets has announced about one ticket, as far as it concerns a technician's time. Announcements arrive in any
/// order; each part is taken over only from a newer version.
/// </summary>
internal sealed class TicketPlan
{
    public required Guid TicketId { get; init; }

    /// <summary>The service center; null when none is known.</summary>
    public Guid? CenterId { get; private set; }

    public int CenterVersion { get; private set; }

    /// <summary>The assignment in force; null before the first.</summary>
    public Guid? AssignmentId { get; private set; }

    public Guid? TechnicianId { get; private set; }

    public int AssignmentVersion { get; private set; }

    public DateOnly AppointmentDate { get; private set; }

    public TimeOnly AppointmentTime { get; private set; }

    public int AppointmentVersion { get; private set; }

    /// <summary>The version with which the work began; 0 before.</summary>
    public int StartVersion { get; private set; }

    /// <summary>Whether the technician is at it.</summary>
    public bool IsStarted => StartVersion > AssignmentVersion;

    /// <summary>Completed or canceled: nothing comes after it.</summary>
    public TicketOutcome Outcome { get; private set; }

    /// <summary>Whether this is a newer assignment than the one known.</summary>
    public bool Assign(int version, Guid assignmentId, Guid technicianId)
    {
        if (version <= AssignmentVersion)
            return false;

        (AssignmentVersion, AssignmentId, TechnicianId) = (version, assignmentId, technicianId);
        return true;
    }

    /// <summary>Whether this ends the assignment known: nobody has the ticket from this version on.</summary>
    public bool Return(int version)
    {
        if (version <= AssignmentVersion)
            return false;

        (AssignmentVersion, AssignmentId, TechnicianId) = (version, null, null);
        return true;
    }

    /// <summary>Whether this is a newer appointment than the one known.</summary>
    public bool Schedule(int version, DateOnly date, TimeOnly time)
    {
        if (version <= AppointmentVersion)
            return false;

        (AppointmentVersion, AppointmentDate, AppointmentTime) = (version, date, time);
        return true;
    }

    public void Belong(int version, Guid? centerId)
    {
        if (version > CenterVersion)
            (CenterVersion, CenterId) = (version, centerId);
    }

    public void Start(int version) => StartVersion = Math.Max(StartVersion, version);

    /// <summary>Whether the ticket was open so far.</summary>
    public bool End(TicketOutcome outcome)
    {
        if (Outcome != TicketOutcome.Open)
            return false;

        Outcome = outcome;
        return true;
    }
}

/// <summary>How a ticket ended.</summary>
internal enum TicketOutcome
{
    Open,
    Completed,
    Canceled,
}
