using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http;

namespace Meida.ServiceDefaults.Http;

/// <summary>
/// Refuses control characters in the path and the query before anything reads them: PostgreSQL takes no NUL, and no
/// field of the API takes any of the others.
/// </summary>
internal sealed class RequestTextGuard(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (Broken(context.Request) is { } errors)
        {
            await errors.ToProblem().ExecuteAsync(context);
            return;
        }

        // The idempotency filter reads the body once more, after the handler's arguments are bound.
        if (context.Request.Headers.ContainsKey(Idempotency.IdempotencyFilter.KeyHeader)
            && context.GetEndpoint()?.Metadata.GetMetadata<StreamedBody>() is null)
        {
            context.Request.EnableBuffering();
        }

        await next(context);
    }

    private static FieldErrors? Broken(HttpRequest request)
    {
        var errors = new FieldErrors();
        if (RequestText.HasControlCharacters(request.Path.Value ?? ""))
            errors.Add("path", "control-characters", "Must not contain control characters.");

        foreach (var (name, values) in request.Query)
        {
            if (RequestText.HasControlCharacters(name) || values.Any(value => RequestText.HasControlCharacters(value ?? "")))
                errors.Add(RequestText.HasControlCharacters(name) ? "query" : name, "control-characters", "Must not contain control characters.");
        }

        return errors.Any ? errors : null;
    }
}
