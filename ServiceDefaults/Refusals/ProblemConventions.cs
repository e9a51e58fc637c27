using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.ServiceDefaults.Refusals;

internal static class ProblemConventions
{
    public static IServiceCollection AddProblemConventions(this IServiceCollection services)
    {
        // Before the framework's writer, which writes nothing to a client that asks for another form.
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<FaultHandler>();
        services.AddSingleton<IDeveloperPageExceptionFilter, NoDeveloperPage>();
        // A request that cannot be bound throws and is answered in one place, whatever the environment.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    internal static void Complete(ProblemDetailsContext context)
    {
        var (document, http) = (context.ProblemDetails, context.HttpContext);
        if (document.Type?.StartsWith(Problems.TypePrefix, StringComparison.Ordinal) != true)
        {
            var status = document.Status ?? http.Response.StatusCode;
            var (slug, detail) = Bare(status);
            var named = Problems.Document(status, slug, detail);
            (document.Type, document.Title, document.Detail) = (named.Type, named.Title, named.Detail);
        }

        // The path alone: a query may hold what a person searched for.
        document.Instance = http.Request.Path;
        document.Extensions["traceId"] = TraceId(http);
    }

    public static string TraceId(HttpContext http) =>
        http.Features.Get<IHttpActivityFeature>()?.Activity.TraceId.ToString() ?? Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    // A status that somebody set without a body.
    private static (string Slug, string Detail) Bare(int status) => status switch
    {
        400 => ("bad-request", "The request could not be understood."),
        401 => ("unauthorized", "Sign in first."),
        403 => ("forbidden", "Your account may not do this."),
        404 => ("not-found", "There is no such thing."),
        405 => ("method-not-allowed", "This method does not go with this address."),
        406 => ("not-acceptable", "No acceptable form of the answer exists."),
        413 => ("payload-too-large", "The body is larger than allowed."),
        415 => ("unsupported-media-type", "The content type is not supported; send application/json."),
        416 => ("range-not-satisfiable", "The range lies outside the file."),
        429 => ("too-many-requests", "Too many requests; try again later."),
        502 or 503 or 504 => ("service-unavailable", "The service is unavailable for the moment; try again."),
        >= 500 => ("internal-error", "Something went wrong on our side."),
        _ => ("bad-request", "The request was refused."),
    };
}
