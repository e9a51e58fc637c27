using MassTransit;
using Meida.Contracts.Booking;

namespace Meida.Tickets.Intake;

/// <summary>A customer booked: opens the ticket.</summary>
internal sealed class BookingSubmittedConsumer(TicketIntake intake) : IConsumer<BookingSubmitted>
{
    public Task Consume(ConsumeContext<BookingSubmitted> context) => intake.Open(context.Message, context.CancellationToken);
}
