using System.Text.Json;
using Meida.ServiceDefaults.Refusals;

namespace Meida.Tickets.Access;

/// <summary>Commands without fields: a body may be missing, null or an object, whose members are ignored like any unknown field.</summary>
internal static class UnusedBody
{
    public static RouteHandlerBuilder TakesNoFields(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(async (context, next) =>
    {
        await Check(context.HttpContext.Request, context.HttpContext.RequestAborted);
        return await next(context);
    });

    private static async Task Check(HttpRequest request, CancellationToken cancel)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancel);
        if (body.Length == 0)
            return;

        if (!request.HasJsonContentType())
            throw new ProblemException(
                StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "The content type is not supported; send application/json.");

        body.Position = 0;
        if (!IsObject(body))
            throw new FieldErrors().Add("body", "format", "Must be a JSON object.").ToException();
    }

    private static bool IsObject(Stream body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
