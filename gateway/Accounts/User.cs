using Microsoft.AspNetCore.Identity;

namespace Meida.Gateway.Accounts;

/// <summary>Somebody who may sign in.</summary>
internal sealed class User : IdentityUser<Guid>
{
    public required string DisplayName { get; set; }

    /// <summary>What the account may do, as role names of <see cref="RolePermissions"/>.</summary>
    public required string[] Roles { get; set; }

    /// <summary>The technician that Technicians last linked to this account; used while Technicians is away.</summary>
    public Guid? TechnicianId { get; set; }
}
