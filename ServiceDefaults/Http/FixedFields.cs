using System.Text.Json;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Meida.ServiceDefaults.Http;

/// <summary>Fields of a thing that a request cannot set: whoever sends one is told, and not left to think that it was done.</summary>
public static class FixedFields
{
    /// <summary>
    /// Refuses a JSON object that names one of the fields with 400 <c>validation</c>, code <c>not-changeable</c>. Names that the
    /// resource does not have stay ignored.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="fields">The fields in camelCase; read in any case, as all JSON is.</param>
    public static RouteHandlerBuilder CannotChange(this RouteHandlerBuilder endpoint, params string[] fields) =>
        endpoint.WithMetadata(BufferedBody.Instance).AddEndpointFilter(async (context, next) =>
        {
            var named = await Named(context.HttpContext.Request, fields, context.HttpContext.RequestAborted);
            return named.Any ? named.ToProblem() : await next(context);
        });

    private static async Task<FieldErrors> Named(HttpRequest request, string[] fields, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        if (!request.HasJsonContentType())
            return errors;

        request.Body.Position = 0;
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancel);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return errors;

            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (Array.Find(fields, field => field.Equals(member.Name, StringComparison.OrdinalIgnoreCase)) is { } field)
                    errors.Add(field, "not-changeable", "Cannot be changed here.");
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // No JSON is the handler's to refuse.
        }
        finally
        {
            request.Body.Position = 0;
        }

        return errors;
    }
}

/// <summary>Endpoint metadata: the body is read more than once.</summary>
internal sealed class BufferedBody
{
    public static BufferedBody Instance { get; } = new();
}
