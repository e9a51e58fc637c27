using Meida.Gateway.Http;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Yarp.ReverseProxy.Forwarder;

namespace Meida.Gateway.Proxy;

/// <summary>Says in a problem document why a request could not be forwarded.</summary>
internal static class ForwarderProblems
{
    // Not the forwarder's own category, which is silenced below errors for the stacks that it prints.
    private const string Category = "Meida.Gateway.Proxy.ForwarderProblems";

    private static readonly TimeSpan RestartTime = TimeSpan.FromSeconds(3);

    public static async Task Explain(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.GetForwarderErrorFeature() is not { } failure || http.RequestAborted.IsCancellationRequested)
            return;

        Log(http, failure);
        if (http.Response.HasStarted)
            return;

        switch (failure.Error)
        {
            case ForwarderError.RequestBodyClient when BodyLimits.IsOverLimit(http):
                await BodyLimits.Refuse(http);
                break;
            case ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled or ForwarderError.RequestCanceled:
                // The client broke off or sent nonsense: the status says it, nobody reads more.
                break;
            case ForwarderError.RequestTimedOut:
                await Unavailable(http, StatusCodes.Status504GatewayTimeout, "service-timeout", "The service did not answer in time.");
                break;
            default:
                await Unavailable(http, StatusCodes.Status503ServiceUnavailable, "service-unavailable", "The service is not available right now.");
                break;
        }
    }

    // The forwarder's own message is a page of stack for a service that restarts.
    private static void Log(HttpContext http, IForwarderErrorFeature failure)
    {
        var cause = failure.Exception?.GetBaseException();
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(Category).LogWarning(
            "{Method} {Path} could not be forwarded: {Error}, {Cause}", http.Request.Method,
            SecretPaths.Redact(http.Request.Path.Value ?? ""), failure.Error, cause?.Message);
    }

    private static Task Unavailable(HttpContext http, int status, string slug, string detail)
    {
        http.Response.Clear();
        http.Response.RetryAfter(RestartTime);
        return Problems.Create(status, slug, detail).ExecuteAsync(http);
    }
}
