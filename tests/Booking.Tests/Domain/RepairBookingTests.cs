using Meida.Booking.Domain;
using Meida.Contracts.Booking;

namespace Meida.Booking.Tests.Domain;

public sealed class RepairBookingTests
{
    private static readonly Guid Ticket = Guid.CreateVersion7();
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 4, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 12, 1);

    [Fact]
    public void Changes_that_arrive_in_any_order_lead_to_the_same_state()
    {
        TicketProgress[] steps =
        [
            Step(1, TicketStatus.Booked), Step(2, TicketStatus.Confirmed),
            Step(3, null, Day.AddDays(1), new TimeOnly(15, 0)),
            Step(4, TicketStatus.Assigned, Day.AddDays(1), new TimeOnly(15, 0), Guid.Parse("01900000-0000-7000-8000-000000000001")),
            Step(5, TicketStatus.InProgress),
        ];

        foreach (var order in new[] { steps, [.. steps.Reverse()], [steps[3], steps[0], steps[4], steps[2], steps[1]] })
        {
            var booking = Booked();
            booking.Follow(order);

            Assert.Equal(
                (TicketStatus.InProgress, Day.AddDays(1), new TimeOnly(15, 0), Guid.Parse("01900000-0000-7000-8000-000000000001")),
                (booking.Status, booking.AppointmentDate, booking.AppointmentTime, booking.TechnicianId));
        }
    }

    [Fact]
    public void A_reschedule_moves_the_appointment_and_leaves_the_status()
    {
        var booking = Booked();

        booking.Follow([Step(2, TicketStatus.Confirmed), Step(3, null, Day.AddDays(2), new TimeOnly(9, 0))]);

        Assert.Equal((TicketStatus.Confirmed, Day.AddDays(2), new TimeOnly(9, 0)), (booking.Status, booking.AppointmentDate, booking.AppointmentTime));
    }

    [Fact]
    public void A_booking_is_announced_again_as_it_was_announced_first()
    {
        var message = Message();

        Assert.Equal(message, RepairBooking.From(message, "hash").ToMessage());
    }

    private static RepairBooking Booked() => RepairBooking.From(Message(), "hash");

    private static BookingSubmitted Message() =>
        new(Ticket, "TK00000000", null, Day, new TimeOnly(10, 0), "JZT-7B13", "sealed", Noon);

    private static TicketProgress Step(
        int version, TicketStatus? status, DateOnly? date = null, TimeOnly? time = null, Guid? technicianId = null) => new()
        {
            TicketId = Ticket,
            Version = version,
            Status = status,
            AppointmentDate = date,
            AppointmentTime = time,
            TechnicianId = technicianId,
            At = Noon.AddMinutes(version),
        };
}
