using Meida.Technicians.Domain;

namespace Meida.Technicians.Tests.Domain;

public sealed class AssignmentPolicyTests
{
    private static readonly string[] Catalogue = ["集成灶", "油烟机", "JZT"];
    private static readonly string[] OneSkill = ["集成灶"];

    [Theory]
    [InlineData(null, "")]
    [InlineData("冰箱", "")]
    [InlineData("美大集成灶 X7", "集成灶")]
    [InlineData("美大 jzt-7B13 集成灶", "集成灶 JZT")]
    public void The_skills_a_product_needs_are_those_its_name_contains(string? productModel, string needed) =>
        Assert.Equal(needed, string.Join(' ', AssignmentPolicy.NeededSkills(Catalogue, productModel)));

    [Fact]
    public void One_of_the_needed_skills_is_enough_and_none_is_needed_when_none_is_named()
    {
        Assert.True(AssignmentPolicy.HasOneOf(["集成灶", "JZT"], ["jzt"]));
        Assert.True(AssignmentPolicy.HasOneOf([], []));
        Assert.False(AssignmentPolicy.HasOneOf(["油烟机"], OneSkill));
    }

    [Theory]
    [InlineData(true, false, 17, true)]
    [InlineData(true, false, 18, false)]
    [InlineData(true, true, 1, false)]
    [InlineData(false, false, 0, false)]
    public void Who_is_inactive_busy_or_full_cannot_take_a_ticket(bool isActive, bool slotTaken, int takenThatDay, bool can)
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
            SlotTaken = slotTaken,
            TakenThatDay = takenThatDay,
        };

        Assert.Equal(can, new AssignmentPolicy(18).CanTake(technician));
    }
}
