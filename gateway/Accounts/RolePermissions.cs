using Meida.ServiceDefaults.Access;

namespace Meida.Gateway.Accounts;

/// <summary>Who may do what: the one place that turns roles into permissions.</summary>
internal static class RolePermissions
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Table = new(StringComparer.Ordinal)
    {
        [Roles.Admin] = Permissions.All,
        [Roles.Agent] = [Permissions.TicketsRead, Permissions.TicketsWrite, Permissions.TicketsUpload],
        [Roles.OpsManager] =
        [
            Permissions.TicketsRead, Permissions.TicketsAssign, Permissions.TicketsComplete, Permissions.TechniciansWrite,
            Permissions.ProductsWrite,
        ],
        // The services narrow these to the technician's own tickets.
        [Roles.Technician] = [Permissions.TicketsRead, Permissions.TicketsComplete, Permissions.TicketsUpload],
    };

    /// <summary>The roles an account can have.</summary>
    public static IReadOnlyCollection<string> Known => Table.Keys;

    public static string[] Of(IEnumerable<string> roles) =>
        [.. roles.SelectMany(role => Table.GetValueOrDefault(role, [])).Distinct(StringComparer.Ordinal)];
}
