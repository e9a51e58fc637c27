using System.Text.RegularExpressions;
using Meida.Gateway.SignIn;
using Meida.ServiceDefaults.Refusals;

namespace Meida.Gateway.Security;

/// <summary>Why the gateway refused, for the security log; the status alone does not tell.</summary>
internal sealed record Refusal(string Slug);

/// <summary>Writes down every 401 and 403 that leaves the gateway, its own and the services'.</summary>
internal static partial class Refusals
{
    private const int MaxPath = 200;

    public static void UseRefusalLog(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        await next(http);
        if (http.Response.StatusCode is not (StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)
            || !http.Request.Path.StartsWithSegments("/api") || http.Features.Get<AlreadyWritten>() is not null)
        {
            return;
        }

        var (action, result) = http.Features.Get<RefusedToken>() is { } token
            ? (SecurityActions.TokenRefused, token.Reason)
            : (SecurityActions.Refused, http.Features.Get<Refusal>()?.Slug ?? SlugOf(http.Response.StatusCode));
        http.RequestServices.GetRequiredService<SecurityLog>().Write(
            SecurityEvents.By(http, action, result, null, ("method", http.Request.Method), ("path", Known(http.Request.Path))));
    });

    /// <summary>Answers with a problem, and lets the security log know which.</summary>
    public static Task Refuse(this HttpContext http, int status, string slug, string detail)
    {
        http.Features.Set(new Refusal(slug));
        return Problems.Create(status, slug, detail).ExecuteAsync(http);
    }

    /// <summary>The request has an event of its own.</summary>
    public static void IsWritten(this HttpContext http) => http.Features.Set(new AlreadyWritten());

    /// <summary>The path without what people may have typed into it: words of ours, ids and ticket numbers stay.</summary>
    internal static string Known(string path)
    {
        var known = string.Join('/', path.Split('/').Select(segment => Ours().IsMatch(segment) ? segment : "*"));
        return known.Length <= MaxPath ? known : known[..MaxPath];
    }

    private static string SlugOf(int status) => status == StatusCodes.Status401Unauthorized ? "unauthorized" : "forbidden";

    [GeneratedRegex(@"^([a-z.-]{0,40}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|TK[0-9A-HJKMNP-TV-Z]{8})\z")]
    private static partial Regex Ours();

    private sealed class AlreadyWritten;
}
