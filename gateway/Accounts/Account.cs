using System.Security.Claims;
using Meida.ServiceDefaults.Access;

namespace Meida.Gateway.Accounts;

/// <summary>What the rest of the system is told about a signed-in user.</summary>
internal sealed record Account(
    Guid Id, string UserName, string DisplayName, string[] Roles, string[] Permissions, Guid? TechnicianId)
{
    public static Account Of(User user) => new(
        user.Id, user.UserName!, user.DisplayName, user.Roles, RolePermissions.Of(user.Roles), user.TechnicianId);

    public static Account Of(ClaimsPrincipal user) => new(
        user.UserId(),
        user.UserName(),
        user.FindFirstValue(TokenClaims.DisplayName) ?? "",
        [.. user.FindAll(TokenClaims.Role).Select(claim => claim.Value)],
        [.. user.FindAll(TokenClaims.Permission).Select(claim => claim.Value)],
        Guid.TryParse(user.FindFirstValue(TokenClaims.TechnicianId), out var technician) ? technician : null);

    public IEnumerable<Claim> Claims()
    {
        yield return new Claim(TokenClaims.Subject, Id.ToString());
        yield return new Claim(TokenClaims.UserName, UserName);
        yield return new Claim(TokenClaims.DisplayName, DisplayName);
        foreach (var role in Roles)
            yield return new Claim(TokenClaims.Role, role);
        foreach (var permission in Permissions)
            yield return new Claim(TokenClaims.Permission, permission);
        if (TechnicianId is { } technician)
            yield return new Claim(TokenClaims.TechnicianId, technician.ToString());
    }
}
