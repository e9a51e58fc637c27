using Meida.Technicians.Domain;

namespace Meida.Technicians.Tests.Domain;

public sealed class AssignmentPolicyTests
{
    [Theory]
    [InlineData(true, false, false, true, 17, null, null)]
    [InlineData(true, false, false, true, 18, null, "capacity")]
    [InlineData(true, false, false, true, 17, 17, "capacity")]
    [InlineData(true, false, false, true, 18, 19, null)]
    [InlineData(true, true, false, true, 1, null, "overlap")]
    [InlineData(true, true, true, true, 18, null, "absent")]
    [InlineData(true, true, false, false, 18, null, "hours")]
    [InlineData(false, true, true, false, 18, null, "inactive")]
    public void Who_is_inactive_absent_off_busy_or_full_cannot_take_a_ticket_and_it_is_told_why(
        bool isActive, bool overlaps, bool isAbsent, bool worksThen, int takenThatDay, int? capacity, string? obstacle)
    {
        var technician = new RankedTechnician
        {
            Id = Guid.NewGuid(),
            Name = "张伟",
            Skills = [],
            SameCenter = true,
            Load7d = 0,
            LastAssignedAt = null,
            IsActive = isActive,
            Overlaps = overlaps,
            TakenThatDay = takenThatDay,
            DailyCapacity = capacity,
            IsAbsent = isAbsent,
            WorksThen = worksThen,
        };

        Assert.Equal(obstacle, new AssignmentPolicy(18).Obstacle(technician));
        Assert.Equal(obstacle is null, new AssignmentPolicy(18).CanTake(technician));
    }
}
