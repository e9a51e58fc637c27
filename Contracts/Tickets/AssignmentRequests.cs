namespace Meida.Contracts.Tickets;

/// <summary>
/// The assignment saga asks Technicians who could take a ticket. Answered with
/// <see cref="Technicians.CandidatesFound"/>. Safe to repeat.
/// </summary>
/// <param name="AssignmentId">The saga.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="CenterId">The ticket's service center; its technicians come first.</param>
/// <param name="AppointmentDate">The day.</param>
/// <param name="AppointmentTime">The start of the arrival window.</param>
/// <param name="ProductModel">The appliance; a skill named in it is required.</param>
/// <param name="TechnicianId">The one technician wanted, or null for automatic assignment.</param>
public sealed record FindCandidates(
    Guid AssignmentId, Guid TicketId, Guid? CenterId, DateOnly AppointmentDate, TimeOnly AppointmentTime,
    string? ProductModel, Guid? TechnicianId);

/// <summary>
/// The saga asks Technicians to reserve the slot for the best of these candidates. Technicians ranks them afresh under
/// its own lock, so that many assignments at once spread evenly. Idempotent by <paramref name="AssignmentId"/>.
/// Answered with <see cref="Technicians.TechnicianReserved"/> or <see cref="Technicians.ReservationRefused"/>.
/// </summary>
/// <param name="AssignmentId">The saga, and the reservation's id.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNo">Its number.</param>
/// <param name="CenterId">The ticket's service center.</param>
/// <param name="AppointmentDate">The day.</param>
/// <param name="AppointmentTime">The start of the arrival window.</param>
/// <param name="TechnicianIds">The candidates, best first.</param>
public sealed record ReserveTechnician(
    Guid AssignmentId, Guid TicketId, string TicketNo, Guid? CenterId, DateOnly AppointmentDate, TimeOnly AppointmentTime,
    IReadOnlyList<Guid> TechnicianIds);

/// <summary>
/// The saga gives a reservation back. Idempotent; a release that overtakes its reservation wins, and the late
/// reservation is refused.
/// </summary>
/// <param name="AssignmentId">The reservation.</param>
/// <param name="TicketId">The ticket.</param>
public sealed record ReleaseReservation(Guid AssignmentId, Guid TicketId);
