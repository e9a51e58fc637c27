using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Meida.ServiceDefaults.Access;

/// <summary>Writes down that a signed-in account was refused a route; a service that keeps an audit log registers one.</summary>
/// <param name="http">The request.</param>
public delegate Task AccessRefusalAudit(HttpContext http);

/// <summary>Tells the log, and the service's audit log, of every signed-in account that tried what it may not do.</summary>
internal sealed class AccessRefusals(ILogger<AccessRefusals> log) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden)
        {
            // The route's form and not the path: a path may hold what somebody typed.
            log.LogWarning("{User} ({UserId}) may not {Method} {Route}", context.User.UserName(), context.User.UserId(), context.Request.Method,
                (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
            if (context.RequestServices.GetService<AccessRefusalAudit>() is { } audit)
                await audit(context);
        }

        await _usual.HandleAsync(next, context, policy, authorizeResult);
    }
}
