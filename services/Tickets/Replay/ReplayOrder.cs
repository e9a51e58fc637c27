using Meida.Messaging;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Features;

namespace Meida.Tickets.Replay;

/// <summary>Which events to send once more, and where to: those of a range of time, or those of one ticket.</summary>
internal sealed record ReplayOrder(string Queue, DateTimeOffset? From, DateTimeOffset? To, string? Ticket)
{
    /// <exception cref="ProblemException">400: it says nothing, or too much.</exception>
    public static ReplayOrder Read(string? queue, string? from, string? to, string? ticket)
    {
        var errors = new FieldErrors();
        queue = queue?.Trim();
        if (string.IsNullOrEmpty(queue))
            errors.Add("queue", "required", "Name a subscriber's queue.");
        else if (!EventReplay.IsSubscriberQueue(queue))
            errors.Add("queue", "format", "Must be a subscriber's queue: ext.<system>.<name>.");

        var order = new ReplayOrder(
            queue ?? "", Instant.Read("from", from, endOfDay: false, errors), Instant.Read("to", to, endOfDay: true, errors),
            string.IsNullOrWhiteSpace(ticket) ? null : ticket.Trim());
        var hasRange = !string.IsNullOrWhiteSpace(from) || !string.IsNullOrWhiteSpace(to);
        if (order.Ticket is null && !hasRange)
            errors.Add("ticket", "required", "Name a ticket, or a range of time by from, to or both.");
        if (order.Ticket is not null && hasRange)
            errors.Add("ticket", "range", "Name a ticket or a range of time, not both.");
        if (order.Ticket is not null && !TicketKey.TryParse(order.Ticket, out _, out _))
            errors.Add("ticket", "format", "Must be the id or the number of a ticket.");
        if (order.From >= order.To)
            errors.Add("to", "range", "Must be after from.");
        return errors.Any ? throw errors.ToException() : order;
    }
}

/// <summary>What was done.</summary>
/// <param name="Queue">The queue that has the events now.</param>
/// <param name="TicketNo">The ticket, when it was one ticket's.</param>
/// <param name="From">The start of the range, when it had one.</param>
/// <param name="To">The end of the range, not part of it, when it had one.</param>
/// <param name="Events">How many events were sent once more.</param>
/// <param name="NotKept">Events from before their wording was kept; they were not sent.</param>
internal sealed record ReplayResponse(string Queue, string? TicketNo, DateTimeOffset? From, DateTimeOffset? To, int Events, int NotKept);
