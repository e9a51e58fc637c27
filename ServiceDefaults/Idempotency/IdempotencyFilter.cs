using System.Text.Json;
using System.Text.Json.Nodes;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Data;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.ServiceDefaults.Idempotency;

/// <summary>
/// Runs a command in one database transaction and, with an <c>Idempotency-Key</c>, keeps its answer in that same
/// transaction: the same key with the same body is answered from there and does nothing again. Refused commands changed
/// nothing and leave their key unused.
/// </summary>
public static class IdempotencyFilter
{
    /// <summary>The request header.</summary>
    public const string KeyHeader = "Idempotency-Key";

    /// <summary>The header that marks a replayed answer.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    private const int LongestPath = 200;

    /// <summary>
    /// Wraps an endpoint. Its handler calls <c>SaveChanges</c> on the same context and opens no transaction of its own;
    /// an answer other than 2xx rolls everything back.
    /// </summary>
    /// <typeparam name="TContext">The service's context, with <see cref="IdempotencyModel.AddIdempotencyKeys"/>.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="answersAnew">
    /// The answer is not to be stored: a repetition runs the handler again, with all its checks, and is only marked as one.
    /// </param>
    /// <param name="sealsAnswer">The answer holds a secret: it is stored encrypted.</param>
    public static RouteHandlerBuilder WithIdempotency<TContext>(this RouteHandlerBuilder endpoint, bool answersAnew = false, bool sealsAnswer = false)
        where TContext : DbContext =>
        endpoint.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            var db = http.RequestServices.GetRequiredService<TContext>();
            var claim = await Read(http);
            var sealing = sealsAnswer ? http.RequestServices.GetRequiredService<PersonalData>() : null;
            (string? Transaction, CapturedAnswer Answer)? unconfirmed = null;
            return await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                // Tried again because the acknowledgement of the commit was lost: the work may be done.
                if (unconfirmed is { } before && await db.WasCommitted(before.Transaction, http.RequestAborted))
                    return before.Answer;

                db.ChangeTracker.Clear();
                await using var transaction = await db.Database.BeginTransactionAsync(http.RequestAborted);
                if (claim is not null && await Claim(db, claim, http.RequestAborted) is { } earlier)
                {
                    if (!answersAnew || earlier.RequestHash != claim.RequestHash)
                        return Replay(earlier.Opened(sealing), claim);
                    http.Response.Headers[ReplayedHeader] = "true";
                }

                var answer = await CapturedAnswer.Of(http, await next(context));
                if (!answer.IsSuccess)
                    return answer;

                if (claim is not null && !answersAnew)
                    await answer.Keep(db, claim, http.RequestAborted, sealing);
                unconfirmed = (await db.CurrentTransaction(http.RequestAborted), answer);
                await transaction.CommitAsync(http.RequestAborted);
                return (object?)answer;
            });
        });

    /// <summary>Reads the key of a request.</summary>
    /// <param name="http">The request; its body is buffered and read to the end.</param>
    /// <returns>The key with the fingerprint of the body; null when the request has none.</returns>
    /// <exception cref="ProblemException">400 <c>validation</c>: the key is too long or not visible ASCII.</exception>
    public static async Task<IdempotencyKey?> Read(HttpContext http)
    {
        if (!http.Request.Headers.TryGetValue(KeyHeader, out var values))
            return null;

        var key = values.Count == 1 ? values[0] ?? "" : "";
        if (key.Length is 0 or > 128 || key.Any(character => character is < '!' or > '~'))
            throw new FieldErrors().Add(KeyHeader, "format", "Must be 1 to 128 visible ASCII characters.").ToException();

        var services = http.RequestServices;
        var user = http.User.Identity?.IsAuthenticated == true ? http.User.UserId().ToString() : "anonymous";
        var personalData = services.GetRequiredService<PersonalData>();
        var path = http.Request.Path.Value?.ToUpperInvariant() ?? "";
        return new IdempotencyKey
        {
            // No address of ours is as long; whatever stands there is told apart and found to be nothing.
            Scope = $"{user} {http.Request.Method} {(path.Length > LongestPath ? personalData.Fingerprint(path) : path)}",
            Key = key,
            RequestHash = personalData.Fingerprint(await CanonicalBody(http.Request)),
            CreatedAt = services.GetRequiredService<TimeProvider>().GetUtcNow(),
        };
    }

    /// <summary>Takes the key inside the current transaction. A twin under way is waited for.</summary>
    /// <param name="db">The service's context, in a transaction.</param>
    /// <param name="claim">The key as read.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>The earlier use of the key, when there was one; null when it is taken now.</returns>
    public static async Task<IdempotencyKey?> Claim(DbContext db, IdempotencyKey claim, CancellationToken cancel)
    {
        var oldest = claim.CreatedAt - IdempotencyKey.Retention;
        await db.Database.ExecuteSqlAsync(
            $"delete from idempotency_keys where scope = {claim.Scope} and key = {claim.Key} and created_at < {oldest}", cancel);
        var taken = await db.Database.ExecuteSqlAsync(
            $"""
            insert into idempotency_keys (scope, key, request_hash, created_at)
            values ({claim.Scope}, {claim.Key}, {claim.RequestHash}, {claim.CreatedAt}) on conflict do nothing
            """, cancel);
        return taken == 1
            ? null
            : await db.Set<IdempotencyKey>().AsNoTracking().SingleAsync(row => row.Scope == claim.Scope && row.Key == claim.Key, cancel);
    }

    /// <summary>The answer to a repeated request.</summary>
    /// <param name="earlier">The earlier use of the key.</param>
    /// <param name="claim">The key as read now.</param>
    /// <returns>What the first answered; 422 <c>idempotency-key-reused</c> for another body.</returns>
    public static IResult Replay(IdempotencyKey earlier, IdempotencyKey claim) =>
        earlier.RequestHash == claim.RequestHash
            ? CapturedAnswer.From(earlier)
            : Problems.Create(
                StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", "This key was used with another body.");

    private static async Task<string> CanonicalBody(HttpRequest request)
    {
        if (!request.Body.CanSeek)
            return "";

        request.Body.Position = 0;
        using var reader = new StreamReader(request.Body, leaveOpen: true);
        var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        try
        {
            return Sorted(JsonNode.Parse(text))?.ToJsonString() ?? "";
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException)
        {
            // No JSON, a name that stands there twice, half of a surrogate pair: it is what it is, letter by letter.
            return text;
        }
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
