using Meida.Technicians.Domain;

namespace Meida.Technicians.Tests.Domain;

public sealed class AssignmentPolicyTests
{
    [Theory]
    [InlineData(true, false, 17, null)]
    [InlineData(true, false, 18, "capacity")]
    [InlineData(true, true, 1, "overlap")]
    [InlineData(false, false, 0, "inactive")]
    public void Who_is_inactive_busy_or_full_cannot_take_a_ticket_and_it_is_told_why(bool isActive, bool overlaps, int takenThatDay, string? obstacle)
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
        };

        Assert.Equal(obstacle, new AssignmentPolicy(18).Obstacle(technician));
        Assert.Equal(obstacle is null, new AssignmentPolicy(18).CanTake(technician));
    }
}
