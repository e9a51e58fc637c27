using Microsoft.Net.Http.Headers;

namespace Meida.Gateway.Http;

/// <summary>The headers that every answer carries, whoever made it.</summary>
internal static class SecurityHeaders
{
    public const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; "
        + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(static state =>
        {
            var http = (HttpContext)state;
            var headers = http.Response.Headers;
            // A service's own policy is stricter: a receipt must not run anything at all.
            if (headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy = http.GetEndpoint()?.Metadata.GetMetadata<OwnContentSecurityPolicy>()?.Of(http) ?? ContentSecurityPolicy;
            if (headers.CacheControl.Count == 0 && http.Request.Path.StartsWithSegments("/api"))
                headers.CacheControl = "no-store";
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers.Remove(HeaderNames.Server);
            return Task.CompletedTask;
        }, http);
        return next(http);
    });

    /// <summary>Tells browsers that came by https to come by https only.</summary>
    public static void UseHttpsOnly(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
            app.UseHsts();
    }
}

/// <summary>Endpoint metadata: a page that needs another policy than all others.</summary>
internal sealed record OwnContentSecurityPolicy(Func<HttpContext, string> Of);
