namespace Meida.Contracts.Tickets;

/// <summary>A ticket was opened, by a customer's booking or by an agent.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNo">Its number.</param>
/// <param name="Version">Its version after the change.</param>
/// <param name="OccurredAt">When, in UTC.</param>
/// <param name="CenterId">The service center; null when none is known.</param>
/// <param name="AppointmentDate">The day, in the service center's time zone.</param>
/// <param name="AppointmentTime">The start of the arrival window, in the service center's time zone.</param>
/// <param name="ProductModel">The appliance, as the customer named it.</param>
[PublicEvent("ticket.booked")]
public sealed record TicketBooked(
    Guid TicketId, string TicketNo, int Version, DateTimeOffset OccurredAt,
    Guid? CenterId, DateOnly AppointmentDate, TimeOnly AppointmentTime, string? ProductModel) : ITicketEvent;

/// <summary>An agent confirmed the appointment with the customer.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNo">Its number.</param>
/// <param name="Version">Its version after the change.</param>
/// <param name="OccurredAt">When, in UTC.</param>
[PublicEvent("ticket.confirmed")]
public sealed record TicketConfirmed(
    Guid TicketId, string TicketNo, int Version, DateTimeOffset OccurredAt) : ITicketEvent;

/// <summary>The appointment was moved. An assigned technician keeps the ticket when the new slot is free.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNo">Its number.</param>
/// <param name="Version">Its version after the change.</param>
/// <param name="OccurredAt">When, in UTC.</param>
/// <param name="AppointmentDate">The new day, in the service center's time zone.</param>
/// <param name="AppointmentTime">The new start of the arrival window, in the service center's time zone.</param>
/// <param name="TechnicianId">Who has the ticket; null when nobody has.</param>
[PublicEvent("ticket.rescheduled")]
public sealed record TicketRescheduled(
    Guid TicketId, string TicketNo, int Version, DateTimeOffset OccurredAt,
    DateOnly AppointmentDate, TimeOnly AppointmentTime, Guid? TechnicianId) : ITicketEvent;

/// <summary>The ticket was given to a technician.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNo">Its number.</param>
/// <param name="Version">Its version after the change.</param>
/// <param name="OccurredAt">When, in UTC.</param>
/// <param name="AssignmentId">The assignment saga that led here; Technicians' reservation has the same id.</param>
/// <param name="TechnicianId">Who has the ticket now.</param>
/// <param name="FormerTechnicianId">Who had it before, on a re-assignment.</param>
/// <param name="FormerAssignmentId">The former reservation, which Technicians releases.</param>
/// <param name="AppointmentDate">The day.</param>
/// <param name="AppointmentTime">The start of the arrival window.</param>
[PublicEvent("ticket.assigned")]
public sealed record TicketAssigned(
    Guid TicketId, string TicketNo, int Version, DateTimeOffset OccurredAt,
    Guid AssignmentId, Guid TechnicianId, Guid? FormerTechnicianId, Guid? FormerAssignmentId,
    DateOnly AppointmentDate, TimeOnly AppointmentTime) : ITicketEvent;

/// <summary>An assignment ended without a technician; the ticket is as it was.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNo">Its number.</param>
/// <param name="Version">Its version, unchanged by the failure.</param>
/// <param name="OccurredAt">When, in UTC.</param>
/// <param name="AssignmentId">The assignment saga that failed.</param>
/// <param name="Reason">
/// <c>no-technician-available</c>, <c>technician-unavailable</c>, <c>technicians-unreachable</c> or <c>ticket-changed</c>.
/// </param>
[PublicEvent("ticket.assignment-failed")]
public sealed record TicketAssignmentFailed(
    Guid TicketId, string TicketNo, int Version, DateTimeOffset OccurredAt,
    Guid AssignmentId, string Reason) : ITicketEvent;

/// <summary>
/// The ticket was taken from its technician and waits for another: it is CONFIRMED again. The reason is free text and stays
/// in the Tickets service.
/// </summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNo">Its number.</param>
/// <param name="Version">Its version after the change.</param>
/// <param name="OccurredAt">When, in UTC.</param>
/// <param name="FormerTechnicianId">Who had it.</param>
/// <param name="FormerAssignmentId">The former reservation, which Technicians releases.</param>
[PublicEvent("ticket.returned")]
public sealed record TicketReturned(
    Guid TicketId, string TicketNo, int Version, DateTimeOffset OccurredAt,
    Guid FormerTechnicianId, Guid FormerAssignmentId) : ITicketEvent;

/// <summary>The technician began the work.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNo">Its number.</param>
/// <param name="Version">Its version after the change.</param>
/// <param name="OccurredAt">When, in UTC.</param>
[PublicEvent("ticket.started")]
public sealed record TicketStarted(
    Guid TicketId, string TicketNo, int Version, DateTimeOffset OccurredAt) : ITicketEvent;

/// <summary>The work is done and the signed receipt is on file.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNo">Its number.</param>
/// <param name="Version">Its version after the change.</param>
/// <param name="OccurredAt">When, in UTC.</param>
/// <param name="TechnicianId">Who did the work.</param>
[PublicEvent("ticket.completed")]
public sealed record TicketCompleted(
    Guid TicketId, string TicketNo, int Version, DateTimeOffset OccurredAt, Guid? TechnicianId) : ITicketEvent;

/// <summary>The ticket was canceled. The reason is free text and stays in the Tickets service.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNo">Its number.</param>
/// <param name="Version">Its version after the change.</param>
/// <param name="OccurredAt">When, in UTC.</param>
/// <param name="TechnicianId">Who had the ticket; null when nobody had.</param>
[PublicEvent("ticket.canceled")]
public sealed record TicketCanceled(
    Guid TicketId, string TicketNo, int Version, DateTimeOffset OccurredAt, Guid? TechnicianId) : ITicketEvent;

/// <summary>
/// An agent booked for a caller. Booking keeps it like a booking of its own, so that the customer can look the
/// ticket up and the slot counts as taken.
/// </summary>
/// <param name="Booking">The booking, in the form Booking itself would have announced it.</param>
/// <param name="ManageTokenHash">The hash of the token of the customer's own link, which the agent was given.</param>
[NeedsReceiver]
public sealed record AgentBookingRecorded(Booking.BookingSubmitted Booking, string? ManageTokenHash = null);
