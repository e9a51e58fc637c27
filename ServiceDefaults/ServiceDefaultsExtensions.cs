using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;

namespace Meida.ServiceDefaults;

/// <summary>What every process of the product has in common. A service calls the three methods below in its Program.cs.</summary>
public static class ServiceDefaultsExtensions
{
    private const string LiveTag = "live";

    /// <summary>
    /// Adds telemetry, health checks, service discovery, resilient HTTP clients, JSON and problem-details conventions,
    /// and token validation with the permission policies.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        builder.AddTelemetry();
        builder.Services.TryAddSingleton(TimeProvider.System);

        // Whoever asks for the health gets it in the answer; while a service starts it is asked five times a second.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            // A repeated POST may act twice; only safe methods are tried again.
            http.AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods());
            http.AddServiceDiscovery();
        });

        builder.Services.AddJsonConventions();
        builder.Services.AddProblemConventions();
        builder.AddGatewayTokens();
        builder.Services.AddPermissionPolicies();
        builder.Services.AddOpenApi();
        builder.WebHost.ConfigureKestrelDefaults();
        return builder;
    }

    /// <summary>Puts the exception handler, problem bodies, input guard, authentication and authorization in order.</summary>
    /// <param name="app">The service.</param>
    public static WebApplication UseServiceDefaults(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<RequestTextGuard>();
        app.UseAuthentication();
        app.UseAuthorization();
        return app;
    }

    /// <summary>
    /// Maps <c>/health</c> (ready: database, broker and store answer), <c>/alive</c> (the process answers) and
    /// <c>/openapi/v1.json</c>, in every environment.
    /// </summary>
    /// <param name="app">The service.</param>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = HealthReportWriter.Write }).AllowAnonymous();
        app.MapHealthChecks("/alive", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(LiveTag),
            ResponseWriter = HealthReportWriter.Write,
        }).AllowAnonymous();
        app.MapOpenApi().AllowAnonymous();
        return app;
    }
}
