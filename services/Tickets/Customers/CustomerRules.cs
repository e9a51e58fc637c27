using Meida.SharedKernel;
using Meida.Tickets.Domain;

namespace Meida.Tickets.Customers;

/// <summary>What a customer may do to her own ticket, beyond what its status allows. Section <c>Customers</c>.</summary>
internal sealed class CustomerRules
{
    /// <summary>So long after completion the work can be rated.</summary>
    public static readonly TimeSpan RatingPeriod = TimeSpan.FromDays(30);

    /// <summary>How long before the arrival window an appointment can still be moved or canceled.</summary>
    public TimeSpan ChangeNotice { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long one urging lasts.</summary>
    public TimeSpan UrgeInterval { get; set; } = TimeSpan.FromHours(4);

    /// <exception cref="CustomerRefusal">The technician is as good as on the way.</exception>
    public void RequireNotice(Ticket ticket, DateTimeOffset now)
    {
        if (IsTooLate(ticket, now))
            throw new CustomerRefusal("too-late");
    }

    /// <exception cref="CustomerRefusal">She asked not long ago.</exception>
    public void RequirePause(Ticket ticket, DateTimeOffset now)
    {
        if (ticket.UrgedAt + UrgeInterval is { } next && next > now)
            throw new CustomerRefusal("too-many-requests", next);
    }

    /// <exception cref="CustomerRefusal">She rated it already, or it is long ago.</exception>
    public static void RequireUnrated(Ticket ticket, DateTimeOffset now)
    {
        if (ticket.RatedAt is not null)
            throw new CustomerRefusal("already-rated");
        if (ticket.CompletedAt + RatingPeriod < now)
            throw new CustomerRefusal("illegal-transition");
    }

    public bool CanChange(Ticket ticket, TicketCommand command, DateTimeOffset now) =>
        TicketTransitions.Next(ticket.Status, command) is not null && !IsTooLate(ticket, now);

    public bool CanUrge(Ticket ticket, DateTimeOffset now) =>
        TicketTransitions.Next(ticket.Status, TicketCommand.Urge) is not null && !(ticket.UrgedAt + UrgeInterval > now);

    public static bool CanRate(Ticket ticket, DateTimeOffset now) =>
        TicketTransitions.Next(ticket.Status, TicketCommand.Rate) is not null && ticket.RatedAt is null && ticket.CompletedAt + RatingPeriod >= now;

    private bool IsTooLate(Ticket ticket, DateTimeOffset now) =>
        AppointmentSlots.StartsAt(ticket.AppointmentDate, ticket.AppointmentTime) - now < ChangeNotice;
}

/// <summary>A customer's command is refused; nothing was changed.</summary>
internal sealed class CustomerRefusal(string slug, DateTimeOffset? retryAt = null) : Exception($"A customer's command was refused: {slug}.")
{
    public string Slug { get; } = slug;

    public DateTimeOffset? RetryAt { get; } = retryAt;
}
