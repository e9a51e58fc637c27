using Meida.Gateway.Security;

namespace Meida.Gateway.SignIn;

/// <summary>
/// A cookie goes with requests that other sites cause; a header of our own does not.
/// So what changes something with the cookie needs <c>X-CSRF: 1</c>.
/// </summary>
internal static class CsrfGuard
{
    public static void UseCsrfGuard(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (IsForgeable(http))
            await http.Refuse(StatusCodes.Status403Forbidden, "csrf", "Send the header X-CSRF: 1 with this request.");
        else
            await next(http);
    });

    private static bool IsForgeable(HttpContext http) =>
        !IsSafe(http.Request.Method)
        && http.Features.Get<LiveSession>() is not null
        && http.Request.Headers["X-CSRF"] != "1";

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);
}
