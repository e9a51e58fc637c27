using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.ServiceDefaults.Access;

/// <summary>
/// What an account may do, and the name of the policy that asks for it. The gateway decides which role has which
/// permission and writes them into the token; each service checks them itself.
/// </summary>
public static class Permissions
{
    /// <summary>See tickets; a technician sees own ones only.</summary>
    public const string TicketsRead = "tickets.read";

    /// <summary>Create, edit, confirm, reschedule, cancel, start.</summary>
    public const string TicketsWrite = "tickets.write";

    /// <summary>Give a ticket to a technician.</summary>
    public const string TicketsAssign = "tickets.assign";

    /// <summary>Complete a ticket; a technician own ones only.</summary>
    public const string TicketsComplete = "tickets.complete";

    /// <summary>Upload receipt images; a technician to own tickets only.</summary>
    public const string TicketsUpload = "tickets.upload";

    /// <summary>Add and change technicians.</summary>
    public const string TechniciansWrite = "technicians.write";

    /// <summary>Read the audit log.</summary>
    public const string AuditRead = "audit.read";

    /// <summary>Add and change accounts.</summary>
    public const string AccountsWrite = "accounts.write";

    /// <summary>Add and change products with their warranty.</summary>
    public const string ProductsWrite = "products.write";

    /// <summary>Remove a customer's personal data.</summary>
    public const string PrivacyErase = "privacy.erase";

    /// <summary>Policy: <see cref="TicketsWrite"/>, or a technician (whose reach is own tickets): start, reveal-phone.</summary>
    public const string TicketsStart = "tickets.start";

    /// <summary>Policy: <see cref="TicketsWrite"/> or <see cref="TicketsAssign"/>: say how much a ticket presses.</summary>
    public const string TicketsPlan = "tickets.plan";

    /// <summary>Policy: <see cref="TicketsRead"/> of somebody who is more than a technician.</summary>
    public const string StaffRead = "staff.read";

    /// <summary>Policy: a technician.</summary>
    public const string Technician = "technician";

    /// <summary>Policy: an administrator, who runs the product.</summary>
    public const string Operations = "operations";

    /// <summary>Policy: another process of the product, not a person.</summary>
    public const string System = "system";

    /// <summary>Every permission that a token can carry.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        TicketsRead, TicketsWrite, TicketsAssign, TicketsComplete, TicketsUpload, TechniciansWrite, AuditRead,
        AccountsWrite, ProductsWrite, PrivacyErase,
    ];

    internal static IServiceCollection AddPermissionPolicies(this IServiceCollection services)
    {
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessRefusals>();
        var policies = services.AddAuthorizationBuilder();
        foreach (var permission in All)
            policies.AddPolicy(permission, policy => policy.RequireClaim(TokenClaims.Permission, permission));

        policies.AddPolicy(TicketsStart, policy => policy.RequireAssertion(context =>
            context.User.HasClaim(TokenClaims.Permission, TicketsWrite) || context.User.IsInRole(Roles.Technician)).RequireAuthenticatedUser());
        policies.AddPolicy(TicketsPlan, policy => policy.RequireClaim(TokenClaims.Permission, TicketsWrite, TicketsAssign));
        policies.AddPolicy(StaffRead, policy => policy.RequireAssertion(context =>
            context.User.HasClaim(TokenClaims.Permission, TicketsRead) && context.User.TechnicianScope() is null).RequireAuthenticatedUser());
        policies.AddPolicy(Technician, policy => policy.RequireRole(Roles.Technician));
        policies.AddPolicy(Operations, policy => policy.RequireRole(Roles.Admin));
        policies.AddPolicy(System, policy => policy.RequireRole(Roles.System));
        return services;
    }
}

/// <summary>The roles of accounts.</summary>
public static class Roles
{
    /// <summary>May do everything.</summary>
    public const string Admin = "admin";

    /// <summary>Books, edits, confirms, reschedules, cancels.</summary>
    public const string Agent = "agent";

    /// <summary>Assigns and completes.</summary>
    public const string OpsManager = "ops_manager";

    /// <summary>Works on own tickets.</summary>
    public const string Technician = "technician";

    /// <summary>Another process of the product.</summary>
    public const string System = "system";
}

/// <summary>The claims of the gateway's tokens (RFC 7519), never renamed on the way in.</summary>
public static class TokenClaims
{
    /// <summary>The account's id, a UUID.</summary>
    public const string Subject = "sub";

    /// <summary>The user name.</summary>
    public const string UserName = "name";

    /// <summary>The name to show.</summary>
    public const string DisplayName = "display_name";

    /// <summary>One claim a role.</summary>
    public const string Role = "role";

    /// <summary>One claim a permission.</summary>
    public const string Permission = "permission";

    /// <summary>The technician this account signs in as, when it is linked to one.</summary>
    public const string TechnicianId = "technician_id";

    /// <summary>Changes whenever the account's rights do; the gateway takes no token with a former one.</summary>
    public const string AccountStamp = "stamp";

    /// <summary>The issuer of every token.</summary>
    public const string Issuer = "meida-gateway";

    /// <summary>The audience of every token.</summary>
    public const string Audience = "meida";
}
