using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Meida.ServiceDefaults.Http;

/// <summary>
/// Refuses control characters in the path and the query before anything reads them: PostgreSQL takes no NUL, and no
/// field of the API takes any of the others. JSON in another encoding than UTF-8 (RFC 8259, 8.1) is refused too.
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

        if (IsForeignJson(context.Request))
        {
            await Problems.Create(
                StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "JSON is read in UTF-8 only.").ExecuteAsync(context);
            return;
        }

        // Filters read the body once more, after the handler's arguments are bound.
        var metadata = context.GetEndpoint()?.Metadata;
        if ((context.Request.Headers.ContainsKey(Idempotency.IdempotencyFilter.KeyHeader) && metadata?.GetMetadata<StreamedBody>() is null)
            || metadata?.GetMetadata<BufferedBody>() is not null)
        {
            context.Request.EnableBuffering();
        }

        await next(context);
    }

    // The framework answers an encoding that it does not know, or that is empty or quoted, with a fault.
    private static bool IsForeignJson(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Value!.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var encodings = type.Parameters.Where(parameter => parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase)).ToList();
        if (encodings.Exists(encoding => !HeaderUtilities.RemoveQuotes(encoding.Value).Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
            return true;

        if (encodings.Count > 0)
            request.ContentType = type.MediaType.Value;
        return false;
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
