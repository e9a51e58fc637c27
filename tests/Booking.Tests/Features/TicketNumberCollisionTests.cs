using Meida.Booking.Features;
using Meida.SharedKernel;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.Booking.Tests.Features;

public sealed class TicketNumberCollisionTests
{
    [Fact]
    public async Task A_number_that_is_taken_is_drawn_again()
    {
        var (taken, free) = (TicketNumber.New(TicketNumberIssuer.Booking), TicketNumber.New(TicketNumberIssuer.Booking));
        Queue<string> draws = new([taken, taken, taken, free]);
        await using var service = await BookingService.With(factory =>
            factory.Configure = services => services.AddSingleton<TicketNumberSource>(draws.Dequeue));

        var first = await service.Client.Booked();
        var second = await service.Client.Booked();

        Assert.Equal((taken, free), (first.TicketNo, second.TicketNo));
        Assert.Empty(draws);
    }
}
