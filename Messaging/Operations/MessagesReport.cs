using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace Meida.Messaging;

/// <summary>The messages of a service as an operator sees them; never a body. A part that is down is null and named.</summary>
/// <param name="Outbox">What waits to be sent.</param>
/// <param name="DeadLetters">What consumers gave up on.</param>
/// <param name="Problems">Which part does not answer.</param>
public sealed record MessagesReport(OutboxReport? Outbox, IReadOnlyList<DeadLetterQueue>? DeadLetters, IReadOnlyList<string> Problems)
{
    /// <summary>Less than anybody waits for the report, so that half of it comes when the other half is down.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    internal static async Task<Ok<MessagesReport>> Read(OutboxDesk desk, DeadLetters letters, ILogger<MessagesReport> log, CancellationToken ct)
    {
        var (outbox, dead) = (Try("database", desk.Read, log, ct), Try("broker", limit => letters.Look(limit).WaitAsync(limit), log, ct));
        var ((waiting, databaseProblem), (queues, brokerProblem)) = (await outbox, await dead);
        return TypedResults.Ok(new MessagesReport(waiting, queues, [.. ((string?[])[databaseProblem, brokerProblem]).OfType<string>()]));
    }

    static async Task<(T? Seen, string? Problem)> Try<T>(string part, Func<CancellationToken, Task<T>> read, ILogger log, CancellationToken ct)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            return (await read(limit.Token), null);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("Operations: the {Part} does not answer: {Error}", part, e.Message);
            return (null, $"The {part} does not answer.");
        }
    }
}
