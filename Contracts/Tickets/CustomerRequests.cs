namespace Meida.Contracts.Tickets;

/// <summary>Request to Tickets: what may the customer see of this ticket, and what may she do? Changes nothing.</summary>
/// <param name="TicketId">The ticket.</param>
public sealed record GetTicketForCustomer(Guid TicketId);

/// <summary>Request to Tickets: the customer moves the appointment. Booking has held the new slot before it asks.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="AppointmentDate">The new day.</param>
/// <param name="AppointmentTime">The new start of the arrival window.</param>
/// <param name="Call">Who calls, and under which key.</param>
public sealed record RescheduleForCustomer(Guid TicketId, DateOnly AppointmentDate, TimeOnly AppointmentTime, CustomerCall Call);

/// <summary>Request to Tickets: the customer cancels.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="SealedReason">Why, encrypted with the product's data key; null when she did not say.</param>
/// <param name="Call">Who calls, and under which key.</param>
public sealed record CancelForCustomer(Guid TicketId, string? SealedReason, CustomerCall Call);

/// <summary>Request to Tickets: the customer asks for it to go faster.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="Call">Who calls, and under which key.</param>
public sealed record UrgeForCustomer(Guid TicketId, CustomerCall Call);

/// <summary>Request to Tickets: the customer says how it was.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="Score">1-5.</param>
/// <param name="SealedComment">In her words, encrypted with the product's data key; null for none.</param>
/// <param name="Call">Who calls, and under which key.</param>
public sealed record RateForCustomer(Guid TicketId, int Score, string? SealedComment, CustomerCall Call);

/// <summary>What every command of a customer carries.</summary>
/// <param name="SealedClientAddress">Where she calls from, encrypted with the product's data key.</param>
/// <param name="Key">Her <c>Idempotency-Key</c>; a command that was carried out under it is not carried out again.</param>
/// <param name="RequestHash">A keyed fingerprint of what she sent with it.</param>
public sealed record CustomerCall(string SealedClientAddress, string? Key, string? RequestHash);

/// <summary>Answer to every request of a customer.</summary>
/// <param name="Ticket">The ticket as it is now; null when there is none, or nobody may see it any more.</param>
/// <param name="Refusal">The slug of the refusal, as in the HTTP API; null when the command was carried out or there was none.</param>
/// <param name="RetryAt">When a refused command will be taken, where time alone decides.</param>
/// <param name="Changed">Whether the ticket was changed by this request.</param>
/// <param name="Replayed">Whether it was changed by an earlier request under the same key.</param>
public sealed record CustomerTicketAnswer(
    CustomerTicketState? Ticket, string? Refusal = null, DateTimeOffset? RetryAt = null, bool Changed = false, bool Replayed = false);

/// <summary>A ticket as its customer may see it.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="Version">Its version.</param>
/// <param name="Status">Its status, as in the HTTP API: <c>ASSIGNED</c>, …</param>
/// <param name="AppointmentDate">The day.</param>
/// <param name="AppointmentTime">The start of the arrival window.</param>
/// <param name="TechnicianId">Who comes; null when nobody is assigned.</param>
/// <param name="ProductModel">The appliance.</param>
/// <param name="SerialNumber">Its serial number, as it was said.</param>
/// <param name="Coverage">Whether the repair is covered, as in the HTTP API: <c>IN_WARRANTY</c>, …</param>
/// <param name="UpdatedAt">When it last changed.</param>
/// <param name="UrgedAt">When she last asked for it to go faster.</param>
/// <param name="Rating">What she thought of the work, when she said so.</param>
/// <param name="Timeline">Every change of the status, oldest first.</param>
/// <param name="CanReschedule">Whether she may move the appointment now.</param>
/// <param name="CanCancel">Whether she may cancel now.</param>
/// <param name="CanUrge">Whether she may ask for it to go faster now.</param>
/// <param name="CanRate">Whether she may say how it was now.</param>
/// <param name="SealedVerificationCode">What she tells the technician when the work is done, encrypted with the product's data key; null when it is over.</param>
public sealed record CustomerTicketState(
    Guid TicketId, int Version, string Status, DateOnly AppointmentDate, TimeOnly AppointmentTime, Guid? TechnicianId, string? ProductModel,
    string? SerialNumber, string Coverage, DateTimeOffset UpdatedAt, DateTimeOffset? UrgedAt, CustomerRating? Rating, IReadOnlyList<CustomerTicketStep> Timeline,
    bool CanReschedule, bool CanCancel, bool CanUrge, bool CanRate, string? SealedVerificationCode = null);

/// <summary>What a customer thought of the work.</summary>
/// <param name="Score">1-5.</param>
/// <param name="SealedComment">In her words, encrypted with the product's data key; null for none.</param>
/// <param name="At">When she said so.</param>
public sealed record CustomerRating(int Score, string? SealedComment, DateTimeOffset At);

/// <summary>A change of a ticket's status.</summary>
/// <param name="Status">The status reached.</param>
/// <param name="At">When.</param>
public sealed record CustomerTicketStep(string Status, DateTimeOffset At);
