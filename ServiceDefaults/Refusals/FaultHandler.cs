using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Meida.ServiceDefaults.Http;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Meida.ServiceDefaults.Refusals;

/// <summary>Turns what a handler threw into the problem document a client can act on.</summary>
internal sealed partial class FaultHandler(IProblemDetailsService problems, ILogger<FaultHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var refusal = Refusal(exception);
        if (refusal.Status >= StatusCodes.Status500InternalServerError)
            log.LogError(exception, "{Method} {Path} failed with {Status}", httpContext.Request.Method,
                SecretPaths.Redact(httpContext.Request.Path.Value ?? ""), refusal.Status);
        if (refusal.Status == StatusCodes.Status503ServiceUnavailable)
            httpContext.Response.Headers.RetryAfter = "5";

        httpContext.Response.StatusCode = refusal.Status;
        await problems.WriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = Problems.Document(refusal.Status, refusal.Slug, refusal.Message, [.. refusal.Extensions]),
        });
        return true;
    }

    private static ProblemException Refusal(Exception exception) => exception switch
    {
        ProblemException refusal => refusal,
        BadHttpRequestException bad => BadRequest(bad),
        DbUpdateConcurrencyException => new(409, "concurrent-change", "Someone else changed this at the same moment; load it again."),
        _ when IsOutage(exception) => new(503, "service-unavailable", "The service is unavailable for the moment; try again."),
        _ => new(500, "internal-error", "Something went wrong on our side."),
    };

    private static ProblemException BadRequest(BadHttpRequestException bad) => bad.StatusCode switch
    {
        StatusCodes.Status400BadRequest => Unreadable(bad).ToException(),
        StatusCodes.Status413PayloadTooLarge => new(413, "payload-too-large", "The body is larger than allowed."),
        StatusCodes.Status415UnsupportedMediaType => new(415, "unsupported-media-type", "The content type is not supported; send application/json."),
        StatusCodes.Status408RequestTimeout => new(408, "request-timeout", "The body did not arrive in time."),
        var status => new(status, "bad-request", "The request could not be understood."),
    };

    private static FieldErrors Unreadable(BadHttpRequestException bad)
    {
        if (bad.InnerException is JsonException json)
        {
            var field = json.Path?.TrimStart('$', '.') is { Length: > 0 } path ? path : "body";
            return new FieldErrors().Add(field, "format", field == "body" ? "Must be a JSON object." : "Has the wrong type or form.");
        }

        // "Failed to bind parameter "int page" from "x"." and "Required parameter "X request" was not provided from body."
        var parameter = BoundParameter().Match(bad.Message);
        return parameter.Success && !bad.Message.Contains("body", StringComparison.Ordinal)
            ? new FieldErrors().Add(parameter.Groups[1].Value, "format", "Has the wrong type or form.")
            : new FieldErrors().Add("body", "required", "A JSON body is required.");
    }

    // The database or the broker does not answer: the request can be tried again later.
    private static bool IsOutage(Exception exception) => exception switch
    {
        RetryLimitExceededException or TimeoutException or SocketException => true,
        PostgresException postgres => postgres.IsTransient || postgres.SqlState.StartsWith("57P", StringComparison.Ordinal),
        NpgsqlException npgsql => npgsql.IsTransient || npgsql.InnerException is IOException or SocketException or TimeoutException,
        DbUpdateException { InnerException: { } inner } => IsOutage(inner),
        InvalidOperationException { InnerException: NpgsqlException inner } => IsOutage(inner),
        _ => exception.GetType().Namespace?.StartsWith("MassTransit", StringComparison.Ordinal) == true,
    };

    [GeneratedRegex("parameter \"[^\"]*?([A-Za-z]+)\"")]
    private static partial Regex BoundParameter();
}
