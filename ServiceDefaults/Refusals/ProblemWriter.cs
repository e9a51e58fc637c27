using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Meida.ServiceDefaults.Refusals;

/// <summary>Writes every refusal as <c>application/problem+json</c>, whatever the client says it accepts (RFC 9110, 12.5.1 allows it).</summary>
internal sealed class ProblemWriter(IOptions<JsonOptions> json) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (document, response) = (context.ProblemDetails, context.HttpContext.Response);
        document.Status ??= response.StatusCode;
        ProblemConventions.Complete(context);
        return new(response.WriteAsJsonAsync(
            document, document.GetType(), json.Value.SerializerOptions, "application/problem+json", context.HttpContext.RequestAborted));
    }
}
