using Meida.ServiceDefaults.Refusals;

namespace Meida.Gateway.Http;

/// <summary>
/// Refuses overlong addresses and headers with a problem document. Kestrel's own limits answer without a body,
/// so they are set far higher; these are a little lower than what the services accept.
/// </summary>
internal static class RequestSize
{
    private const int KestrelLimit = 512 * 1024;
    private const int MaxTarget = 7 * 1024;
    private const int MaxHeaders = 24 * 1024;
    private const int MaxHeaderCount = 80;

    public static void LimitRequestSize(this WebApplicationBuilder builder) => builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.ResponseHeaderEncodingSelector = _ => System.Text.Encoding.UTF8;
        kestrel.Limits.MaxRequestLineSize = KestrelLimit;
        kestrel.Limits.MaxRequestHeadersTotalSize = KestrelLimit;
        kestrel.Limits.MaxRequestHeaderCount = 1000;
    });

    public static void UseRequestSizeLimits(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (http.Request.Path.Value!.Length + http.Request.QueryString.Value!.Length > MaxTarget)
            await Problems.Create(StatusCodes.Status414UriTooLong, "uri-too-long", "The address with its query is too long.").ExecuteAsync(http);
        else if (IsOver(http.Request.Headers))
            await Problems.Create(StatusCodes.Status431RequestHeaderFieldsTooLarge, "headers-too-large", "The request headers are too large.")
                .ExecuteAsync(http);
        else
            await next(http);
    });

    private static bool IsOver(IHeaderDictionary headers)
    {
        var (count, size) = (0, 0);
        foreach (var header in headers)
            foreach (var value in header.Value)
            {
                count++;
                size += header.Key.Length + (value?.Length ?? 0) + 4;
            }
        return count > MaxHeaderCount || size > MaxHeaders;
    }
}
