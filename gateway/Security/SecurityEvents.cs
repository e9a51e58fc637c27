using System.Security.Claims;
using System.Text.Json;
using Meida.Gateway.Accounts;
using Meida.Gateway.SignIn;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Audit;

namespace Meida.Gateway.Security;

/// <summary>Makes <see cref="AuditEntry"/>s of requests.</summary>
internal static class SecurityEvents
{
    /// <summary>What the signed-in account of the request did.</summary>
    public static AuditEntry By(HttpContext http, string action, string result, Guid? accountId = null, params (string Name, object Value)[] details)
    {
        var user = Actor(http);
        return Of(http, action, result, user?.UserId(), user?.UserName() ?? "", user?.PrimaryRole() ?? "", accountId, details);
    }

    /// <summary>What somebody did who signs in with this request, or tried to; null when there is no such account.</summary>
    public static AuditEntry By(HttpContext http, User? user, string action, string result, params (string Name, object Value)[] details)
    {
        var principal = user is null ? null : new ClaimsPrincipal(new ClaimsIdentity(Account.Of(user).Claims(), "", TokenClaims.UserName, TokenClaims.Role));
        return Of(http, action, result, user?.Id, user?.UserName ?? "", principal?.PrimaryRole() ?? "", user?.Id, details);
    }

    private static AuditEntry Of(
        HttpContext http, string action, string result, Guid? actorId, string actorName, string actorRole, Guid? accountId, (string Name, object Value)[] details)
    {
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return new AuditEntry
        {
            Id = Guid.CreateVersion7(now),
            At = now,
            ActorUserId = actorId,
            ActorName = actorName,
            ActorRole = actorRole,
            Action = action,
            AccountId = accountId,
            ClientAddress = Address(http),
            Result = result,
            DetailsJson = JsonSerializer.Serialize(details.ToDictionary(detail => detail.Name, detail => detail.Value), JsonSerializerOptions.Web),
        };
    }

    // A forwarded request with a Bearer token has no user of its own here.
    private static ClaimsPrincipal? Actor(HttpContext http) =>
        http.Features.Get<LiveToken>()?.User ?? (http.User.Identity?.IsAuthenticated == true ? http.User : null);

    private static string? Address(HttpContext http) =>
        http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4().ToString() : http.Connection.RemoteIpAddress?.ToString();
}
