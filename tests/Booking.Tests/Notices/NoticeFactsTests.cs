using Meida.Booking.Domain;
using Meida.Booking.Notices;
using Meida.SharedKernel;

namespace Meida.Booking.Tests.Notices;

public sealed class NoticeFactsTests
{
    private static readonly DateOnly Day = new(2026, 12, 1);
    private static readonly Guid Technician = Guid.NewGuid();

    [Fact]
    public void Each_change_that_a_customer_should_know_is_a_fact()
    {
        var facts = Of(Booked(1), Step(2, TicketStatus.Confirmed), Step(3, TicketStatus.Assigned, Technician), Step(5, TicketStatus.InProgress), Step(6, TicketStatus.Completed));

        Assert.Equal("BOOKED 1, REMINDER 1 -, CONFIRMED 2, ASSIGNED 3, ON_THE_WAY 5 -, COMPLETED 6", facts);
    }

    [Fact]
    public void A_moved_visit_has_another_reminder_and_only_the_last_move_is_told()
    {
        Assert.Equal("BOOKED 1, REMINDER 1 -, MOVED 2 -, REMINDER 2 -, MOVED 4, REMINDER 4", Of(Booked(1), Moved(2, 1), Moved(3, 1), Moved(4, 2)));
    }

    [Fact]
    public void The_reminder_is_due_at_six_in_the_evening_of_the_day_before()
    {
        var reminder = NoticeFacts.Of([Booked(1)]).Single(fact => fact.Kind == NoticeKind.Reminder);

        Assert.Equal(AppointmentSlots.StartsAt(Day.AddDays(-1), new TimeOnly(18, 0)), reminder.DueAt);
    }

    [Fact]
    public void After_an_end_there_is_nothing_but_the_end()
    {
        Assert.Equal(
            "BOOKED 1 -, REMINDER 1 -, CONFIRMED 2 -, ASSIGNED 3 -, CANCELED 4",
            Of(Booked(1), Step(2, TicketStatus.Confirmed), Step(3, TicketStatus.Assigned, Technician), Step(4, TicketStatus.Canceled)));
    }

    [Fact]
    public void A_second_technician_or_a_return_supersedes_the_first_and_a_return_is_no_confirmation()
    {
        Assert.Equal(
            "BOOKED 1, REMINDER 1, CONFIRMED 2, ASSIGNED 3 -, ASSIGNED 4 -, ASSIGNED 6",
            Of(Booked(1), Step(2, TicketStatus.Confirmed), Step(3, TicketStatus.Assigned, Technician), Step(4, TicketStatus.Assigned, Technician),
                Step(5, TicketStatus.Confirmed, Technician), Step(6, TicketStatus.Assigned, Technician)));
    }

    [Fact]
    public void The_order_in_which_the_steps_are_heard_changes_nothing()
    {
        TicketProgress[] steps = [Booked(1), Step(2, TicketStatus.Confirmed), Moved(3, 4), Step(4, TicketStatus.Assigned, Technician), Step(7, TicketStatus.InProgress)];

        Assert.Equal(Of(steps), Of([.. steps.Reverse()]));
    }

    private static string Of(params TicketProgress[] steps) => string.Join(", ", NoticeFacts.Of(steps).OrderBy(fact => fact.Version).ThenBy(fact => EnumText.Of(fact.Kind))
        .Select(fact => $"{EnumText.Of(fact.Kind)} {fact.Version}{(fact.IsSuperseded ? " -" : "")}"));

    private static TicketProgress Booked(int version) => Appointment(version, TicketStatus.Booked, 0);

    // Another command of the customer carries the appointment as it was.
    private static TicketProgress Moved(int version, int days) => Appointment(version, null, days);

    private static TicketProgress Appointment(int version, TicketStatus? status, int days) => new()
    {
        TicketId = Guid.Empty,
        Version = version,
        Status = status,
        AppointmentDate = Day.AddDays(days),
        AppointmentTime = new TimeOnly(10, 0),
        At = DateTimeOffset.UnixEpoch.AddMinutes(version),
    };

    private static TicketProgress Step(int version, TicketStatus status, Guid? technician = null) => new()
    {
        TicketId = Guid.Empty,
        Version = version,
        Status = status,
        TechnicianId = technician,
        At = DateTimeOffset.UnixEpoch.AddMinutes(version),
    };
}
