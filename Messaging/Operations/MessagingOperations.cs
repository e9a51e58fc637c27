using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Meida.Messaging;

/// <summary>How many messages, assignments or whatever else a command set going again.</summary>
/// <param name="Count">The number.</param>
public sealed record Redriven(int Count);

/// <summary>
/// What operators ask a service and tell it to repair, under <c>/internal/operations</c>: never routed by the gateway, and
/// answered only to who has the key.
/// </summary>
public static class MessagingOperations
{
    /// <summary>
    /// Maps the endpoints. Without the secret <c>Operations:Key</c> nothing is mapped and the log says so: nobody is an
    /// operator by default.
    /// </summary>
    /// <param name="app">The service.</param>
    /// <param name="more">Endpoints of the service's own, behind the same key.</param>
    public static WebApplication MapMessagingOperations(this WebApplication app, Action<IEndpointRouteBuilder>? more = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.Configuration["Operations:Key"] is not { Length: > 0 } key)
        {
            app.Logger.LogWarning("Operations:Key is not set: this service has no endpoints for operators.");
            return app;
        }

        var operations = app.MapGroup("/internal/operations").ExcludeFromDescription().AllowAnonymous().AddEndpointFilter(new OperationsKey(key));
        operations.MapGet("/messages", MessagesReport.Read);
        operations.MapPost("/parked/redrive", RedriveAllParked);
        operations.MapPost("/parked/{id:long}/redrive", RedriveParked);
        operations.MapPost("/dead-letters/redrive", RedriveAllDeadLetters);
        operations.MapPost("/dead-letters/{queue}/redrive", RedriveDeadLetters);
        more?.Invoke(operations);
        return app;
    }

    static async Task<Ok<Redriven>> RedriveAllParked(OutboxDesk desk, ILogger<OutboxDesk> log, CancellationToken ct)
    {
        var count = await desk.Redrive(null, ct);
        log.LogInformation("Operations: {Count} parked messages are tried again", count);
        return TypedResults.Ok(new Redriven(count));
    }

    static async Task<Results<Ok<Redriven>, NotFound>> RedriveParked(long id, OutboxDesk desk, ILogger<OutboxDesk> log, CancellationToken ct)
    {
        if (await desk.Redrive(id, ct) == 0)
            return TypedResults.NotFound();

        log.LogInformation("Operations: the parked message {Id} is tried again", id);
        return TypedResults.Ok(new Redriven(1));
    }

    static Task<Results<Ok<Redriven>, NotFound, ProblemHttpResult>> RedriveDeadLetters(
        string queue, DeadLetters letters, ILogger<DeadLetters> log, CancellationToken ct) => WithBroker(async () =>
        {
            if (await letters.Redrive(queue, ct) is not { } count)
                return TypedResults.NotFound();

            log.LogInformation("Operations: {Count} dead letters of {Queue} are tried again", count, queue);
            return TypedResults.Ok(new Redriven(count));
        });

    static Task<Results<Ok<Redriven>, NotFound, ProblemHttpResult>> RedriveAllDeadLetters(
        DeadLetters letters, ILogger<DeadLetters> log, CancellationToken ct) => WithBroker(async () =>
        {
            var count = 0;
            foreach (var queue in (await letters.Look(everywhere: true, ct)).Where(queue => queue.Messages > 0))
                count += await letters.Redrive(queue.Queue, ct) ?? 0;
            log.LogInformation("Operations: {Count} dead letters are tried again", count);
            return TypedResults.Ok(new Redriven(count));
        });

    static async Task<Results<Ok<Redriven>, NotFound, ProblemHttpResult>> WithBroker(Func<Task<Results<Ok<Redriven>, NotFound, ProblemHttpResult>>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception e) when (BrokerFailure.Is(e))
        {
            return TypedResults.Problem(
                "The broker does not answer; what was moved is moved, the rest is where it was.", statusCode: StatusCodes.Status503ServiceUnavailable,
                title: "Service unavailable", type: "urn:meida:problem:service-unavailable");
        }
    }
}
