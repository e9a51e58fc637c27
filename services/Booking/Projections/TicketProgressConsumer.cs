using MassTransit;
using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.Booking.Notices;
using Meida.Contracts;
using Meida.Contracts.Tickets;
using Meida.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Projections;

/// <summary>Keeps what the customer's look-up shows of a ticket, from everything Tickets announces about it.</summary>
[HandledInGroups]
internal sealed class TicketProgressConsumer(GroupInbox<BookingDbContext, TicketProgress, TicketProgressKeeper> inbox) :
    IConsumer<TicketBooked>, IConsumer<TicketConfirmed>, IConsumer<TicketRescheduled>, IConsumer<TicketAssigned>,
    IConsumer<TicketReturned>, IConsumer<TicketStarted>, IConsumer<TicketCompleted>, IConsumer<TicketCanceled>
{
    public Task Consume(ConsumeContext<TicketBooked> context) => Record(
        context, TicketStatus.Booked, (context.Message.AppointmentDate, context.Message.AppointmentTime));

    public Task Consume(ConsumeContext<TicketConfirmed> context) => Record(context, TicketStatus.Confirmed);

    // Whatever the status was, a reschedule leaves it.
    public Task Consume(ConsumeContext<TicketRescheduled> context) => Record(
        context, status: null, (context.Message.AppointmentDate, context.Message.AppointmentTime));

    public Task Consume(ConsumeContext<TicketAssigned> context) => Record(
        context, TicketStatus.Assigned, (context.Message.AppointmentDate, context.Message.AppointmentTime), context.Message.TechnicianId);

    public Task Consume(ConsumeContext<TicketReturned> context) => Record(
        context, TicketStatus.Confirmed, technicianId: context.Message.FormerTechnicianId);

    public Task Consume(ConsumeContext<TicketStarted> context) => Record(context, TicketStatus.InProgress);

    public Task Consume(ConsumeContext<TicketCompleted> context) => Record(
        context, TicketStatus.Completed, technicianId: context.Message.TechnicianId);

    public Task Consume(ConsumeContext<TicketCanceled> context) => Record(
        context, TicketStatus.Canceled, technicianId: context.Message.TechnicianId);

    private Task Record<TEvent>(
        ConsumeContext<TEvent> context, TicketStatus? status, (DateOnly Date, TimeOnly Time)? appointment = null, Guid? technicianId = null)
        where TEvent : class, ITicketEvent => inbox.Handle(context, new TicketProgress
        {
            TicketId = context.Message.TicketId,
            Version = context.Message.Version,
            Status = status,
            AppointmentDate = appointment?.Date,
            AppointmentTime = appointment?.Time,
            TechnicianId = technicianId,
            At = context.Message.OccurredAt,
        });
}

/// <summary>Keeps the steps, each version once, and moves the bookings on.</summary>
internal sealed class TicketProgressKeeper(BookingDbContext db, NoticePlan notices) : IGroupHandler<TicketProgress>
{
    public async Task Handle(IReadOnlyList<Arrival<TicketProgress>> arrivals, CancellationToken cancel)
    {
        var ids = arrivals.Select(arrival => arrival.Work.TicketId).Distinct().ToArray();
        await db.LockTickets(ids, cancel);
        var known = (await db.Progress.Where(p => ids.Contains(p.TicketId)).ToListAsync(cancel)).ToLookup(p => p.TicketId);
        var bookings = await db.Bookings.Where(b => ids.Contains(b.Id)).ToDictionaryAsync(b => b.Id, cancel);
        foreach (var ticket in arrivals.Select(arrival => arrival.Work).GroupBy(step => step.TicketId))
        {
            var steps = known[ticket.Key].ToList();
            var fresh = new List<TicketProgress>();
            foreach (var step in ticket.Where(step => steps.TrueForAll(other => other.Version != step.Version)))
            {
                db.Progress.Add(step);
                steps.Add(step);
                fresh.Add(step);
            }

            if (fresh.Count > 0 && bookings.TryGetValue(ticket.Key, out var booking))
            {
                booking.Follow(steps);
                await notices.Follow(booking, steps, fresh, cancel);
            }
        }
    }
}
