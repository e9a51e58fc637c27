using Meida.Contracts.Technicians;
using Meida.Technicians.Domain;
using Meida.Testing;

namespace Meida.Technicians.Tests.Reservations;

[Collection(nameof(TechnicianService))]
public sealed class TicketEventsTests(TechnicianService service) : IAsyncLifetime
{
    private static readonly TimeOnly Noon = new(12, 0);

    private Guid _center;
    private Guid _technician;

    public async ValueTask InitializeAsync()
    {
        _center = await service.Center();
        _technician = await service.Technician(_center);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_committed_assignment_is_active_and_a_completed_one_keeps_its_slot()
    {
        var saga = await Reserved();

        await saga.Assigned(_technician, 3);
        await Becomes(saga, AssignmentState.Active);
        await saga.Completed(5);
        await Becomes(saga, AssignmentState.Completed);

        Assert.Equal((null, "overlap"), await new Saga(service, _center).Reserve(_technician));
    }

    [Fact]
    public async Task A_canceled_ticket_gives_its_slot_back_and_gets_no_new_one()
    {
        var saga = await Reserved();
        await saga.Assigned(_technician, 3);
        await Becomes(saga, AssignmentState.Active);

        await saga.Canceled(4);

        await Becomes(saga, AssignmentState.Released);
        Assert.Equal((null, "released"), await new Saga(service, _center) { TicketId = saga.TicketId }.Reserve(_technician));
        Assert.Equal((_technician, null), await new Saga(service, _center).Reserve(_technician));
    }

    [Fact]
    public async Task A_cancellation_that_overtakes_the_assignment_wins()
    {
        var saga = await Reserved();
        await saga.Canceled(4);
        await Becomes(saga, AssignmentState.Released);

        await saga.Assigned(_technician, 3);
        await Taken(saga, plan => plan.AssignmentVersion == 3);

        Assert.Equal(AssignmentState.Released, (await service.Assignment(saga.AssignmentId))!.State);
    }

    [Fact]
    public async Task A_returned_ticket_gives_its_time_back_and_may_be_reserved_again()
    {
        var saga = await Reserved();
        await saga.Assigned(_technician, 3);
        await Becomes(saga, AssignmentState.Active);

        await saga.Returned(_technician, 4);

        await Becomes(saga, AssignmentState.Released);
        await saga.Rescheduled(5, Saga.Day, Noon);
        await Taken(saga, plan => plan.AppointmentVersion == 5);
        var again = new Saga(service, _center, time: Noon) { TicketId = saga.TicketId };
        Assert.Equal((_technician, null), await again.Reserve(_technician));
        await again.Assigned(_technician, 6);
        await Becomes(again, AssignmentState.Active);
    }

    [Fact]
    public async Task A_return_that_overtakes_its_assignment_wins()
    {
        var saga = await Reserved();
        await saga.Returned(_technician, 4);
        await Becomes(saga, AssignmentState.Released);

        await saga.Assigned(_technician, 3);
        await saga.Completed(5);

        await Taken(saga, plan => plan.Outcome == TicketOutcome.Completed);
        await Becomes(saga, AssignmentState.Released);
    }

    [Fact]
    public async Task A_second_assignment_releases_the_first()
    {
        var first = await Reserved();
        await first.Assigned(_technician, 3);
        var other = await service.Technician(_center);
        var second = new Saga(service, _center) { TicketId = first.TicketId };
        Assert.Equal(other, (await second.Reserve(other)).TechnicianId);

        await second.Assigned(other, 4, first, _technician);

        await Becomes(first, AssignmentState.Released);
        await Becomes(second, AssignmentState.Active);
    }

    [Fact]
    public async Task The_first_assignment_that_comes_after_the_second_takes_nothing()
    {
        var first = await Reserved();
        var other = await service.Technician(_center);
        var second = new Saga(service, _center) { TicketId = first.TicketId };
        await second.Reserve(other);
        await second.Assigned(other, 4, first, _technician);
        await Becomes(first, AssignmentState.Released);

        await first.Assigned(_technician, 3);

        Assert.Equal((_technician, null), await new Saga(service, _center).Reserve(_technician));
        await Becomes(first, AssignmentState.Released);
        await Becomes(second, AssignmentState.Active);
    }

    [Fact]
    public async Task A_rescheduled_ticket_takes_its_technician_to_the_new_slot()
    {
        var saga = await Reserved();
        await saga.Assigned(_technician, 3);
        await Becomes(saga, AssignmentState.Active);

        await saga.Rescheduled(4, Saga.Day.AddDays(1), Noon);

        await Eventually.Is(async () => Assert.True((await service.Assignment(saga.AssignmentId))!.IsIn(Saga.Day.AddDays(1), Noon)));
        Assert.Equal((_technician, null), await new Saga(service, _center).Reserve(_technician));
    }

    [Fact]
    public async Task A_reschedule_that_overtakes_the_assignment_counts()
    {
        var saga = await Reserved();
        await saga.Rescheduled(4, Saga.Day, Noon);
        await Taken(saga, plan => plan.AppointmentVersion == 4);

        await saga.Assigned(_technician, 3);

        await Becomes(saga, AssignmentState.Active);
        Assert.True((await service.Assignment(saga.AssignmentId))!.IsIn(Saga.Day, Noon));
    }

    [Fact]
    public async Task A_technician_who_is_busy_in_the_new_slot_is_lost_and_the_old_slot_is_free()
    {
        var saga = await Reserved();
        await saga.Assigned(_technician, 3);
        await Becomes(saga, AssignmentState.Active);
        await service.Worked(_technician, TimeSpan.Zero, "ACTIVE", Saga.Day, Noon);
        await using var lost = await service.Listen<ReservationLost>();

        await saga.Rescheduled(4, Saga.Day, Noon);

        var message = await lost.Single(m => m.AssignmentId == saga.AssignmentId);
        Assert.Equal((saga.TicketId, 4), (message.TicketId, message.TicketVersion));
        await Becomes(saga, AssignmentState.Released);
        Assert.Equal((_technician, null), await new Saga(service, _center).Reserve(_technician));
    }

    [Fact]
    public async Task A_lost_technician_who_is_free_after_another_reschedule_is_taken_again()
    {
        var saga = await Reserved();
        await saga.Assigned(_technician, 3);
        await service.Worked(_technician, TimeSpan.Zero, "ACTIVE", Saga.Day, Noon);
        await saga.Rescheduled(4, Saga.Day, Noon);
        await Becomes(saga, AssignmentState.Released);

        await saga.Rescheduled(5, Saga.Day, new TimeOnly(16, 0));

        await Becomes(saga, AssignmentState.Active);
    }

    [Fact]
    public async Task A_commit_that_comes_after_the_reservation_was_given_back_takes_the_slot_again()
    {
        var saga = await Reserved();
        await saga.Release();

        await saga.Assigned(_technician, 3);

        await Becomes(saga, AssignmentState.Active);
    }

    [Fact]
    public async Task A_commit_whose_slot_went_to_another_ticket_meanwhile_is_reported_lost()
    {
        var saga = await Reserved();
        await saga.Release();
        await new Saga(service, _center).Reserve(_technician);
        await using var lost = await service.Listen<ReservationLost>();

        await saga.Assigned(_technician, 3);

        Assert.Equal(3, (await lost.Single(m => m.AssignmentId == saga.AssignmentId)).TicketVersion);
    }

    private async Task<Saga> Reserved()
    {
        var saga = new Saga(service, _center);
        Assert.Equal((_technician, null), await saga.Reserve(_technician));
        return saga;
    }

    private Task Becomes(Saga saga, AssignmentState state) =>
        Eventually.Is(async () => Assert.Equal(state, (await service.Assignment(saga.AssignmentId))!.State));

    private Task Taken(Saga saga, Func<TicketPlan, bool> isTaken) => Eventually.Is(() => service.Db(async db =>
        await db.Plans.FindAsync(saga.TicketId) is { } plan && isTaken(plan)));
}
