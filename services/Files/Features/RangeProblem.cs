using Meida.ServiceDefaults.Refusals;

namespace Meida.Files.Features;

/// <summary>Gives a range beyond the end of an image, which the framework refuses without a word, its problem document.</summary>
internal static class RangeProblem
{
    public static async ValueTask<object?> Explain(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await next(context) is IResult answer ? new Explained(answer) : null;

    private sealed class Explained(IResult answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext http)
        {
            await answer.ExecuteAsync(http);
            if (http.Response is not { StatusCode: StatusCodes.Status416RangeNotSatisfiable, HasStarted: false })
                return;

            // Content-Range stays: it tells the length.
            http.Response.Headers.ContentLength = null;
            http.Response.Headers.ContentDisposition = default;
            await Problems.Create(416, "range-not-satisfiable", "The range lies beyond the end of the image.").ExecuteAsync(http);
        }
    }
}
