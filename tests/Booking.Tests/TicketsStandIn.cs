using System.Collections.Concurrent;
using MassTransit;
using Meida.Contracts.Tickets;

namespace Meida.Booking.Tests;

/// <summary>Tickets as this service sees it: answers on the real broker what a test tells it to.</summary>
internal sealed class TicketsStandIn
{
    private readonly ConcurrentDictionary<Guid, Func<object, CustomerTicketAnswer>> _answers = [];
    private readonly ConcurrentQueue<object> _asked = new();

    private readonly ConcurrentDictionary<Guid, TicketAccessState> _known = [];

    /// <summary>Whose a ticket is, and that there is one.</summary>
    public void Knows(TicketAccessState ticket) => _known[ticket.TicketId] = ticket;

    public IEnumerable<T> Asked<T>(Func<T, bool> isMeant) => _asked.OfType<T>().Where(isMeant);

    public static async Task<TicketsStandIn> Join(IBusControl bus)
    {
        var tickets = new TicketsStandIn();
        await bus.ConnectReceiveEndpoint($"tickets-{Guid.NewGuid():N}", queue =>
        {
            queue.Handler<GetTicketForCustomer>(c => tickets.Answer(c, c.Message.TicketId));
            queue.Handler<RescheduleForCustomer>(c => tickets.Answer(c, c.Message.TicketId));
            queue.Handler<CancelForCustomer>(c => tickets.Answer(c, c.Message.TicketId));
            queue.Handler<UrgeForCustomer>(c => tickets.Answer(c, c.Message.TicketId));
            queue.Handler<GetTicketAccess>(c => c.RespondAsync(new TicketAccessAnswer(
                tickets._known.Values.SingleOrDefault(t => c.Message.TicketId != null ? t.TicketId == c.Message.TicketId : t.TicketNo == c.Message.TicketNo))));
            queue.Handler<RateForCustomer>(c => tickets.Answer(c, c.Message.TicketId));
        }).Ready;
        return tickets;
    }

    /// <summary>From now on every question about the ticket is answered like this; without, nobody answers.</summary>
    public void Says(Guid ticketId, Func<object, CustomerTicketAnswer> answer) => _answers[ticketId] = answer;

    public void Says(Guid ticketId, CustomerTicketAnswer answer) => Says(ticketId, _ => answer);

    /// <summary>A ticket as it may be shown.</summary>
    public static CustomerTicketState State(Guid ticketId, int version = 1, string status = "BOOKED", int day = 3, string time = "10:00") => new(
        ticketId, version, status, Bookings.Today().AddDays(day), TimeOnly.ParseExact(time, "HH:mm"), null, "JZT-7B13", "SN-12345", "IN_WARRANTY",
        DateTimeOffset.UtcNow, null, null, [new("BOOKED", DateTimeOffset.UtcNow)], true, true, true, false);

    private Task Answer<T>(ConsumeContext<T> context, Guid ticketId)
        where T : class
    {
        _asked.Enqueue(context.Message);
        return _answers.TryGetValue(ticketId, out var answer) ? context.RespondAsync(answer(context.Message)) : Task.CompletedTask;
    }
}
