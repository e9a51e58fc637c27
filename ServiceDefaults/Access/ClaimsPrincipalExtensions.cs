using System.Security.Claims;

namespace Meida.ServiceDefaults.Access;

/// <summary>What the signed-in account is, read from its token.</summary>
public static class ClaimsPrincipalExtensions
{
    /// <summary>The account's id.</summary>
    /// <param name="user">The signed-in account.</param>
    public static Guid UserId(this ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(TokenClaims.Subject), out var id) ? id : Guid.Empty;

    /// <summary>The user name.</summary>
    /// <param name="user">The signed-in account.</param>
    public static string UserName(this ClaimsPrincipal user) => user.FindFirstValue(TokenClaims.UserName) ?? "";

    /// <summary>The role to show beside an action: the one that allows most.</summary>
    /// <param name="user">The signed-in account.</param>
    public static string PrimaryRole(this ClaimsPrincipal user)
    {
        string[] byReach = [Roles.Admin, Roles.OpsManager, Roles.Agent, Roles.Technician, Roles.System];
        return byReach.FirstOrDefault(user.IsInRole) ?? "";
    }

    /// <summary>
    /// How far the account sees: null for all tickets; a technician's own id for one who is only a technician
    /// (<see cref="Guid.Empty"/>, which nobody has, when the account is linked to none).
    /// </summary>
    /// <param name="user">The signed-in account.</param>
    public static Guid? TechnicianScope(this ClaimsPrincipal user)
    {
        if (!user.IsInRole(Roles.Technician) || user.IsInRole(Roles.Admin) || user.IsInRole(Roles.Agent) || user.IsInRole(Roles.OpsManager))
            return null;

        return Guid.TryParse(user.FindFirstValue(TokenClaims.TechnicianId), out var id) ? id : Guid.Empty;
    }
}
