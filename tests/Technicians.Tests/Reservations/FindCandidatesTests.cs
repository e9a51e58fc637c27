using System.Net.Http.Json;

namespace Meida.Technicians.Tests.Reservations;

[Collection(nameof(TechnicianService))]
public sealed class FindCandidatesTests(TechnicianService service)
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    [Fact]
    public async Task The_own_center_comes_first_then_the_least_load_then_the_longest_without_a_ticket()
    {
        var (center, other) = (await service.Center(), await service.Center());
        var elsewhere = await service.Technician(other);
        var busy = await service.Technician(center);
        var waitsLonger = await service.Technician(center);
        var waitsLess = await service.Technician(center);
        var never = await service.Technician(center);
        await service.Worked(busy, OneDay);
        await service.Worked(busy, OneDay * 2);
        await service.Worked(waitsLess, OneDay * 2);
        await service.Worked(waitsLonger, OneDay * 3);

        var candidates = await new Saga(service, center).Candidates();

        Assert.Equal([never, waitsLonger, waitsLess, busy], candidates.Take(4).Select(c => c.TechnicianId));
        Assert.Equal([0, 1, 1, 2], candidates.Take(4).Select(c => c.Load7d));
        Assert.All(candidates.Take(4), c => Assert.True(c.SameCenter));
        Assert.Contains(candidates.Skip(4), c => c.TechnicianId == elsewhere && !c.SameCenter);
        Assert.Null(candidates[0].LastAssignedAt);
    }

    [Fact]
    public async Task Load_is_seven_days_long_and_what_was_given_back_is_none()
    {
        var center = await service.Center();
        var technician = await service.Technician(center);
        await service.Worked(technician, OneDay * 8);
        await service.Worked(technician, OneDay, "RELEASED");
        await service.Worked(technician, OneDay * 6, "ACTIVE");

        var candidate = (await new Saga(service, center).Candidates())[0];

        Assert.Equal((technician, 1), (candidate.TechnicianId, candidate.Load7d));
    }

    [Fact]
    public async Task Who_is_inactive_or_busy_in_the_slot_is_no_candidate()
    {
        var center = await service.Center();
        var inactive = await service.Technician(center, isActive: false);
        var busy = await service.Technician(center);
        var free = await service.Technician(center);
        await service.Worked(busy, OneDay, "ACTIVE", Saga.Day, Saga.Ten);
        await service.Worked(free, OneDay, "ACTIVE", Saga.Day, new TimeOnly(12, 0));
        await service.Worked(free, OneDay, "ACTIVE", Saga.Day, new TimeOnly(8, 0));
        await service.Worked(free, OneDay, "RELEASED", Saga.Day, Saga.Ten);

        var candidates = (await new Saga(service, center).Candidates()).Select(c => c.TechnicianId).ToList();

        Assert.Contains(free, candidates);
        Assert.DoesNotContain(inactive, candidates);
        Assert.DoesNotContain(busy, candidates);
    }

    [Theory]
    [InlineData("08:30")]
    [InlineData("09:00")]
    [InlineData("10:30")]
    [InlineData("11:30")]
    public async Task Who_has_a_visit_within_two_hours_of_the_slot_is_no_candidate(string other)
    {
        var center = await service.Center();
        var busy = await service.Technician(center);
        await service.Worked(busy, OneDay, "ACTIVE", Saga.Day, TimeOnly.Parse(other, null));

        Assert.DoesNotContain(busy, (await new Saga(service, center).Candidates()).Select(c => c.TechnicianId));
        Assert.Equal("overlap", await new Saga(service, center).Obstacle(busy));
    }

    [Fact]
    public async Task A_ticket_that_no_center_serves_is_for_nobody_unless_one_is_named()
    {
        var technician = await service.Technician(await service.Center());

        Assert.Equal("no-center", await new Saga(service, null).Obstacle());
        Assert.Equal(technician, Assert.Single(await new Saga(service, null).Candidates(only: technician)).TechnicianId);
    }

    [Fact]
    public async Task A_full_day_is_no_day_for_another_ticket()
    {
        await using var small = await TechnicianService.With(factory => factory.Settings["Technicians:DailyCapacity"] = "2");
        var center = await small.Center();
        var (full, oneLeft) = (await small.Technician(center), await small.Technician(center));
        await small.Worked(full, OneDay, "ACTIVE", Saga.Day, new TimeOnly(13, 0));
        await small.Worked(full, OneDay, "RESERVED", Saga.Day, new TimeOnly(15, 0));
        await small.Worked(oneLeft, OneDay, "ACTIVE", Saga.Day, new TimeOnly(13, 0));

        Assert.Equal([oneLeft], (await new Saga(small, center).Candidates()).Select(c => c.TechnicianId));
        Assert.Equal((null, "capacity"), await new Saga(small, center).Reserve(full));
    }

    [Fact]
    public async Task A_skill_that_the_product_names_is_needed_when_somebody_in_the_catalogue_has_it()
    {
        var center = await service.Center();
        var skill = $"skill-{Guid.NewGuid():N}"[..12];
        var skilled = await service.Technician(center, skills: [skill, "其他"]);
        var unskilled = await service.Technician(center);

        Assert.Equal([skilled], (await new Saga(service, center).Candidates($"Model {skill.ToUpperInvariant()}-X")).Select(c => c.TechnicianId));
        Assert.Contains(unskilled, (await new Saga(service, center).Candidates("a product nobody knows")).Select(c => c.TechnicianId));
    }

    [Fact]
    public async Task Whoever_names_a_technician_gets_that_one_or_none()
    {
        var center = await service.Center();
        var (free, inactive) = (await service.Technician(center), await service.Technician(center, isActive: false));

        Assert.Equal(free, Assert.Single(await new Saga(service, null).Candidates(only: free)).TechnicianId);
        Assert.Equal("inactive", await new Saga(service, center).Obstacle(inactive));
        Assert.Equal("unknown", await new Saga(service, center).Obstacle(Guid.NewGuid()));
    }

    [Fact]
    public async Task A_technician_made_inactive_gets_no_new_tickets_and_keeps_the_old_ones()
    {
        var center = await service.Center();
        var technician = await service.Technician(center);
        var held = new Saga(service, center);
        Assert.Equal(technician, (await held.Reserve(technician)).TechnicianId);

        using var changed = await service.Admin.PatchAsJsonAsync($"/api/technicians/{technician}", new { isActive = false });

        Assert.True(changed.IsSuccessStatusCode);
        Assert.Equal((null, "inactive"), await new Saga(service, center, time: new TimeOnly(13, 0)).Reserve(technician));
        Assert.True((await service.Assignment(held.AssignmentId))!.HoldsSlot);
    }
}
