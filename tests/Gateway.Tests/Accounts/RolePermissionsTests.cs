using Meida.Gateway.Accounts;
using Meida.ServiceDefaults.Access;

namespace Meida.Gateway.Tests.Accounts;

public sealed class RolePermissionsTests
{
    [Fact]
    public void The_roles_are_the_four_of_the_table_and_system_is_none_of_them() =>
        Assert.Equal(["admin", "agent", "ops_manager", "technician"], RolePermissions.Known.Order());

    [Fact]
    public void An_unknown_role_may_do_nothing() => Assert.Empty(RolePermissions.Of(["owner", Roles.System]));

    [Fact]
    public void Two_roles_may_do_what_either_may_and_nothing_twice()
    {
        var both = RolePermissions.Of([Roles.Agent, Roles.OpsManager]);

        Assert.Equal(both.Distinct(), both);
        Assert.Contains(Permissions.TicketsWrite, both);
        Assert.Contains(Permissions.TicketsAssign, both);
        Assert.DoesNotContain(Permissions.AuditRead, both);
    }
}
