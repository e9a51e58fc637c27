using System.Text.Json;
using MassTransit;
using Meida.Contracts.Technicians;
using Meida.Contracts.Tickets;
using Meida.Tickets.Domain;

namespace Meida.Tickets.Assignment;

/// <summary>One attempt to give a ticket to a technician: the row of the saga, kept as the explanation afterwards.</summary>
internal sealed class AssignmentState : SagaStateMachineInstance
{
    /// <summary>The assignment's id, and the id of the reservation in Technicians.</summary>
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = nameof(AssignmentStateMachine.Requested);

    public Guid TicketId { get; set; }

    public string TicketNo { get; set; } = "";

    /// <summary>The technician somebody asked for; null when the policy chooses.</summary>
    public Guid? WantedTechnicianId { get; set; }

    public Guid? CenterId { get; set; }

    /// <summary>The slot that is reserved.</summary>
    public DateOnly AppointmentDate { get; set; }

    public TimeOnly AppointmentTime { get; set; }

    /// <summary>The slot that the ticket had at the beginning; one that has another one by then has changed.</summary>
    public DateOnly? FormerDate { get; set; }

    public TimeOnly? FormerTime { get; set; }

    public string? ProductModel { get; set; }

    public Guid? ActorUserId { get; set; }

    public string ActorName { get; set; } = "";

    public string ActorRole { get; set; } = "";

    public string? ClientAddress { get; set; }

    /// <summary>How often Technicians was asked in the current step.</summary>
    public int Tries { get; set; }

    /// <summary>How often nobody was found, or all candidates of an answer were taken before they could be reserved.</summary>
    public int Rounds { get; set; }

    public string CandidatesJson { get; set; } = "[]";

    public Guid? TechnicianId { get; set; }

    public string? Reason { get; set; }

    /// <summary>What was in the way of the technicians who were weighed: <c>overlap</c>, <c>capacity</c>, <c>inactive</c>, …</summary>
    public string? RefusedFor { get; set; }

    /// <summary>The assignment whose reservation was lost; without another technician the ticket goes back.</summary>
    public Guid? ReplacesAssignmentId { get; set; }

    public DateTimeOffset RequestedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Null while the saga lives; a ticket has one living saga at most.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public Guid? TimeoutToken { get; set; }

    public uint RowVersion { get; set; }

    public ActorInfo Actor => new(ActorUserId, ActorName, ActorRole, ClientAddress);

    public bool IsAutomatic => WantedTechnicianId is null;

    public bool IsLive => EndedAt is null;

    public IReadOnlyList<Candidate> Candidates => JsonSerializer.Deserialize<List<Candidate>>(CandidatesJson) ?? [];

    /// <summary>What it means when there is nobody to reserve.</summary>
    public string NobodyLeft => IsAutomatic ? AssignmentFailure.NoTechnicianAvailable : AssignmentFailure.TechnicianUnavailable;

    public static AssignmentState Request(Ticket ticket, AssignmentWish wish, ActorInfo by, DateTimeOffset at) => new()
    {
        CorrelationId = Guid.CreateVersion7(at),
        TicketId = ticket.Id,
        TicketNo = ticket.TicketNo,
        WantedTechnicianId = wish.TechnicianId,
        CenterId = ticket.CenterId,
        AppointmentDate = wish.Date ?? ticket.AppointmentDate,
        AppointmentTime = wish.Time ?? ticket.AppointmentTime,
        FormerDate = ticket.AppointmentDate,
        FormerTime = ticket.AppointmentTime,
        ProductModel = ticket.ProductModel,
        ActorUserId = by.UserId,
        ActorName = by.Name,
        ActorRole = by.Role,
        ClientAddress = by.ClientAddress,
        RequestedAt = at,
        UpdatedAt = at,
    };

    public FindCandidates CandidateRequest() =>
        new(CorrelationId, TicketId, CenterId, AppointmentDate, AppointmentTime, ProductModel, WantedTechnicianId);

    public ReserveTechnician ReservationRequest() =>
        new(CorrelationId, TicketId, TicketNo, CenterId, AppointmentDate, AppointmentTime, [.. Candidates.Select(c => c.TechnicianId)]);

    public void Weigh(IReadOnlyList<Candidate> candidates) => CandidatesJson = JsonSerializer.Serialize(candidates);

    /// <summary>Whether the ticket still takes a technician, and has the slot that it had.</summary>
    public bool StillFits(Ticket ticket) =>
        TicketTransitions.Next(ticket.Status, TicketCommand.Assign) is not null
        && (ticket.AppointmentDate, ticket.AppointmentTime) == (FormerDate ?? AppointmentDate, FormerTime ?? AppointmentTime);

    /// <summary>Whether this is what somebody asks for.</summary>
    public bool Fulfils(AssignmentWish wish, Ticket ticket) =>
        WantedTechnicianId == wish.TechnicianId && StillFits(ticket)
        && (AppointmentDate, AppointmentTime) == (wish.Date ?? ticket.AppointmentDate, wish.Time ?? ticket.AppointmentTime);

    /// <summary>The chosen one's figures are those of the moment of the reservation: they explain the choice.</summary>
    public void Succeed(Candidate chosen, DateTimeOffset at)
    {
        Weigh([.. Candidates.Select(c => c.TechnicianId == chosen.TechnicianId ? chosen : c)]);
        TechnicianId = chosen.TechnicianId;
        Reason = null;
        RefusedFor = null;
        EndedAt = at;
    }
}

/// <summary>What somebody asks for.</summary>
/// <param name="TechnicianId">The technician; null when the policy chooses.</param>
/// <param name="Date">The day the visit moves to; null when it stays.</param>
/// <param name="Time">The start it moves to; null when it stays.</param>
internal sealed record AssignmentWish(Guid? TechnicianId = null, DateOnly? Date = null, TimeOnly? Time = null)
{
    public bool Moves(Ticket ticket) =>
        (ticket.AppointmentDate, ticket.AppointmentTime) != (Date ?? ticket.AppointmentDate, Time ?? ticket.AppointmentTime);
}

/// <summary>Why an assignment ended without a technician.</summary>
internal static class AssignmentFailure
{
    /// <summary>No center serves the ticket's address, so nobody is chosen by the policy.</summary>
    public const string NoCenter = "no-center";

    public const string NoTechnicianAvailable = "no-technician-available";
    public const string TechnicianUnavailable = "technician-unavailable";
    public const string TechniciansUnreachable = "technicians-unreachable";
    public const string TicketChanged = "ticket-changed";
}
