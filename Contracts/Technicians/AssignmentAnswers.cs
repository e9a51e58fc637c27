namespace Meida.Contracts.Technicians;

/// <summary>Answer to <see cref="Tickets.FindCandidates"/>.</summary>
/// <param name="AssignmentId">The saga.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="Candidates">
/// Those who could take the ticket, best first: same service center, then the fewest tickets in the last seven days,
/// then the longest since the last assignment. Empty when there is none.
/// </param>
/// <param name="Reason">Why there is none, in the words of <see cref="ReservationRefused"/>.</param>
public sealed record CandidatesFound(
    Guid AssignmentId, Guid TicketId, IReadOnlyList<Candidate> Candidates, string? Reason = null);

/// <summary>One technician who could take the ticket, and why this rank.</summary>
/// <param name="TechnicianId">The technician.</param>
/// <param name="SameCenter">Whether the technician belongs to the ticket's service center.</param>
/// <param name="Load7d">Tickets assigned in the last seven days, canceled and re-assigned ones not counted.</param>
/// <param name="LastAssignedAt">The last assignment, in UTC; null if there was none.</param>
public sealed record Candidate(Guid TechnicianId, bool SameCenter, int Load7d, DateTimeOffset? LastAssignedAt);

/// <summary>The slot is reserved.</summary>
/// <param name="AssignmentId">The saga, and the reservation's id.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="Chosen">Who, with the figures at the moment of the reservation.</param>
/// <param name="SealedName">The technician's name, encrypted with the product's data key.</param>
public sealed record TechnicianReserved(Guid AssignmentId, Guid TicketId, Candidate Chosen, string SealedName);

/// <summary>None of the candidates could be reserved any more.</summary>
/// <param name="AssignmentId">The saga.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="Reason">
/// <c>overlap</c>, <c>absent</c>, <c>hours</c>, <c>capacity</c>, <c>inactive</c>, <c>unknown</c>, <c>no-center</c>, <c>skill</c> or <c>released</c>.
/// </param>
public sealed record ReservationRefused(Guid AssignmentId, Guid TicketId, string Reason);

/// <summary>
/// A ticket's technician has no time for the visit any more: the reservation is gone and Tickets starts a new assignment.
/// </summary>
/// <param name="AssignmentId">The reservation that was released.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketVersion">The version of the appointment that this is about.</param>
/// <param name="Reason">Why, in the words of <see cref="ReservationRefused"/>; null from before it was told.</param>
public sealed record ReservationLost(Guid AssignmentId, Guid TicketId, int TicketVersion, string? Reason = null);
