using Meida.Contracts.Technicians;
using Meida.SharedKernel;
using Meida.Technicians.Domain;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Meida.Technicians.Tests.Reservations;

[Collection(nameof(TechnicianService))]
public sealed class ReserveTechnicianTests(TechnicianService service)
{
    [Fact]
    public async Task The_best_candidate_of_this_moment_is_reserved_with_the_figures_and_the_sealed_name()
    {
        var center = await service.Center();
        var (busy, free) = (await service.Technician(center, "忙"), await service.Technician(center, "闲"));
        await service.Worked(busy, TimeSpan.FromDays(1));
        var saga = new Saga(service, center);
        await using var reserved = await service.Listen<TechnicianReserved>();

        await service.Publish(saga.Wish(busy, free));

        var answer = await reserved.Single(m => m.AssignmentId == saga.AssignmentId);
        Assert.Equal(new Candidate(free, true, 0, null), answer.Chosen);
        Assert.Equal("闲", service.PersonalData.Open(answer.SealedName));
        var assignment = await service.Assignment(saga.AssignmentId);
        Assert.Equal(
            (free, saga.TicketId, saga.TicketNo, Saga.Day, Saga.Ten, AssignmentState.Reserved),
            (assignment!.TechnicianId, assignment.TicketId, assignment.TicketNo, assignment.AppointmentDate, assignment.AppointmentTime, assignment.State));
    }

    [Fact]
    public async Task A_hundred_reservations_at_once_spread_evenly_and_no_slot_is_taken_twice()
    {
        var center = await service.Center();
        var team = await service.Team(center, 5);
        // Five visits a day and technician follow each other without meeting: twenty slots, a place for each of the team in every one.
        var sagas = Enumerable.Range(0, 100)
            .Select(i => new Saga(service, center, Saga.Day.AddDays(i % 20 / 5), AppointmentSlots.StartTimes[i % 5 * 4]))
            .ToList();
        await using var reserved = await service.Listen<TechnicianReserved>();

        await Task.WhenAll(sagas.Select(saga => service.Publish(saga.Wish(team))));

        var mine = sagas.Select(saga => saga.AssignmentId).ToHashSet();
        await reserved.All(100, m => mine.Contains(m.AssignmentId), TimeSpan.FromSeconds(60));
        var loads = await service.Db(db => db.Assignments.Where(a => team.Contains(a.TechnicianId)).GroupBy(a => a.TechnicianId).Select(g => g.Count()).ToListAsync());
        Assert.Equal([20, 20, 20, 20, 20], loads);
        Assert.Equal(100, await service.Db(db => db.Assignments.Where(a => team.Contains(a.TechnicianId))
            .Select(a => new { a.TechnicianId, a.AppointmentDate, a.AppointmentTime }).Distinct().CountAsync()));
    }

    [Fact]
    public async Task Racing_for_one_slot_of_one_technician_one_wins_and_the_others_are_refused()
    {
        var center = await service.Center();
        var technician = await service.Technician(center);
        var sagas = Enumerable.Range(0, 20).Select(_ => new Saga(service, center)).ToList();
        var mine = sagas.Select(saga => saga.AssignmentId).ToHashSet();
        await using var reserved = await service.Listen<TechnicianReserved>();
        await using var refused = await service.Listen<ReservationRefused>();

        await Task.WhenAll(sagas.Select(saga => service.Publish(saga.Wish(technician))));

        var losers = await refused.All(19, m => mine.Contains(m.AssignmentId), TimeSpan.FromSeconds(30));
        Assert.All(losers, loser => Assert.Equal("overlap", loser.Reason));
        await reserved.Single(m => mine.Contains(m.AssignmentId));
    }

    [Fact]
    public async Task Reservations_at_once_all_over_a_day_never_give_a_technician_two_visits_that_meet()
    {
        var center = await service.Center();
        var team = await service.Team(center, 3);
        var sagas = Enumerable.Range(0, 90).Select(i => new Saga(service, center, time: AppointmentSlots.StartTimes[i % 18])).ToList();
        var mine = sagas.Select(saga => saga.AssignmentId).ToHashSet();
        await using var reserved = await service.Listen<TechnicianReserved>();
        await using var refused = await service.Listen<ReservationRefused>();

        await Task.WhenAll(sagas.Select(saga => service.Publish(saga.Wish(team))));

        await Testing.Eventually.Is(
            () => reserved.Count(m => mine.Contains(m.AssignmentId)) + refused.Count(m => mine.Contains(m.AssignmentId)) == 90, "Not all were answered.", TimeSpan.FromSeconds(60));
        var visits = await service.Db(db => db.Assignments.AsNoTracking().Where(a => team.Contains(a.TechnicianId)).ToListAsync());
        Assert.All(visits.GroupBy(visit => visit.TechnicianId), day => Assert.All(
            day.OrderBy(visit => visit.AppointmentTime).Pairwise(), pair => Assert.True(pair.Next.AppointmentTime - pair.First.AppointmentTime >= Assignment.Visit)));
        Assert.InRange(visits.Count, 3 * 3, 3 * 5);
    }

    [Theory]
    [InlineData("10:00")]
    [InlineData("08:30")]
    [InlineData("11:30")]
    public async Task The_database_itself_refuses_a_visit_that_meets_another(string time)
    {
        var technician = await service.Technician(await service.Center());
        await service.Worked(technician, TimeSpan.Zero, "ACTIVE", Saga.Day, Saga.Ten);
        var meeting = TimeOnly.Parse(time, null);

        foreach (var state in new[] { "RESERVED", "ACTIVE", "COMPLETED" })
        {
            var fault = await Assert.ThrowsAsync<PostgresException>(() => service.Worked(technician, TimeSpan.Zero, state, Saga.Day, meeting));
            Assert.Equal(meeting == Saga.Ten ? "ux_assignments_slot" : "ex_assignments_overlap", fault.ConstraintName);
        }

        await service.Worked(technician, TimeSpan.Zero, "RELEASED", Saga.Day, meeting);
        await service.Worked(technician, TimeSpan.Zero, "ACTIVE", Saga.Day, new TimeOnly(12, 0));
        await service.Worked(technician, TimeSpan.Zero, "ACTIVE", Saga.Day, new TimeOnly(8, 0));
    }

    [Fact]
    public async Task The_same_reservation_again_is_answered_alike_and_takes_nothing_more()
    {
        var center = await service.Center();
        var team = await service.Team(center, 3);
        var saga = new Saga(service, center);

        var first = await saga.Reserve(team);
        var second = await saga.Reserve(team);

        Assert.NotNull(first.TechnicianId);
        Assert.Equal(first, second);
        Assert.Equal(1, await service.Db(db => db.Assignments.CountAsync(a => a.TicketId == saga.TicketId)));
    }

    [Fact]
    public async Task Ten_copies_of_one_reservation_at_once_take_one_slot()
    {
        var center = await service.Center();
        var team = await service.Team(center, 3);
        var saga = new Saga(service, center);
        await using var reserved = await service.Listen<TechnicianReserved>();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => service.Publish(saga.Wish(team))));

        var answers = await reserved.All(10, m => m.AssignmentId == saga.AssignmentId, TimeSpan.FromSeconds(30));
        Assert.Single(answers.Select(a => a.Chosen.TechnicianId).Distinct());
        Assert.Equal(1, await service.Db(db => db.Assignments.CountAsync(a => a.TicketId == saga.TicketId)));
    }

    [Fact]
    public async Task A_released_slot_is_free_and_the_released_reservation_is_gone_for_good()
    {
        var center = await service.Center();
        var technician = await service.Technician(center);
        var saga = new Saga(service, center);
        await saga.Reserve(technician);

        await saga.Release();
        await saga.Release();

        Assert.Equal((null, "released"), await saga.Reserve(technician));
        Assert.Equal((technician, null), await new Saga(service, center).Reserve(technician));
    }

    [Fact]
    public async Task A_release_that_overtakes_its_reservation_wins()
    {
        var center = await service.Center();
        var technician = await service.Technician(center);
        var saga = new Saga(service, center);

        await saga.Release();

        Assert.Equal((null, "released"), await saga.Reserve(technician));
        Assert.Null(await service.Assignment(saga.AssignmentId));
    }

    [Fact]
    public async Task An_unknown_technician_is_refused() =>
        Assert.Equal((null, "unknown"), await new Saga(service, null).Reserve(Guid.NewGuid()));

    [Fact]
    public async Task A_reservation_that_nobody_committed_is_given_back_after_a_long_time()
    {
        var technician = await service.Technician(await service.Center());
        await service.Worked(technician, TimeSpan.FromMinutes(31), "RESERVED");
        await service.Worked(technician, TimeSpan.FromMinutes(29), "RESERVED");
        await service.Worked(technician, TimeSpan.FromMinutes(31), "ACTIVE");

        await service.Part<Technicians.Reservations.ReservationSweep>().Sweep(CancellationToken.None);

        var states = await service.Db(db => db.Assignments.Where(a => a.TechnicianId == technician).OrderBy(a => a.AssignedAt).Select(a => a.State).ToListAsync());
        Assert.Equal(1, states.Count(s => s == AssignmentState.Released));
        Assert.Equal(1, states.Count(s => s == AssignmentState.Reserved));
        Assert.Equal(1, states.Count(s => s == AssignmentState.Active));
    }
}
