using MassTransit;
using Meida.Contracts.Booking;
using Meida.Messaging;
using Meida.Tickets.Data;

namespace Meida.Tickets.Intake;

/// <summary>Customers booked: opens their tickets.</summary>
[HandledInGroups]
internal sealed class BookingSubmittedConsumer(GroupInbox<TicketsDbContext, BookingSubmitted, TicketIntake> inbox) : IConsumer<BookingSubmitted>
{
    public Task Consume(ConsumeContext<BookingSubmitted> context) => inbox.Handle(context, context.Message);
}
