using MassTransit;
using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.Contracts;
using Meida.Contracts.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Projections;

/// <summary>Keeps what the customer's look-up shows of a ticket, from everything Tickets announces about it.</summary>
internal sealed class TicketProgressConsumer(BookingDbContext db) :
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

    public Task Consume(ConsumeContext<TicketReturned> context) => Record(context, TicketStatus.Confirmed);

    public Task Consume(ConsumeContext<TicketStarted> context) => Record(context, TicketStatus.InProgress);

    public Task Consume(ConsumeContext<TicketCompleted> context) => Record(
        context, TicketStatus.Completed, technicianId: context.Message.TechnicianId);

    public Task Consume(ConsumeContext<TicketCanceled> context) => Record(
        context, TicketStatus.Canceled, technicianId: context.Message.TechnicianId);

    private async Task Record<TEvent>(
        ConsumeContext<TEvent> context, TicketStatus? status, (DateOnly Date, TimeOnly Time)? appointment = null, Guid? technicianId = null)
        where TEvent : class, ITicketEvent
    {
        var ticketId = context.Message.TicketId;
        await db.LockTicket(ticketId, context.CancellationToken);
        var known = await db.Progress.Where(p => p.TicketId == ticketId).ToListAsync(context.CancellationToken);
        if (known.Any(p => p.Version == context.Message.Version))
            return;

        var step = new TicketProgress
        {
            TicketId = ticketId,
            Version = context.Message.Version,
            Status = status,
            AppointmentDate = appointment?.Date,
            AppointmentTime = appointment?.Time,
            TechnicianId = technicianId,
            At = context.Message.OccurredAt,
        };
        db.Progress.Add(step);

        var booking = await db.Bookings.SingleOrDefaultAsync(b => b.Id == ticketId, context.CancellationToken);
        booking?.Follow([.. known, step]);
        await db.SaveChangesAsync(context.CancellationToken);
    }
}
