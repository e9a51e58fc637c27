using System.Diagnostics;
using Meida.ServiceDefaults.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Meida.ServiceDefaults.Telemetry;

/// <summary>
/// Logs, metrics and traces by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set (the dashboard's or any back end's),
/// with no query string and so nothing that a person searched for.
/// </summary>
internal static class TelemetryExtensions
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        builder.Logging.AddConsole(console => console.FormatterName = builder.Configuration["Logging:Console:FormatterName"] ?? LineFormatter.FormatterName);
        builder.Logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId);
        // Their Information level writes paths with queries and SQL with values.
        foreach (var category in (string[])["Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "System.Net.Http", "Polly", "MassTransit", "Yarp"])
            builder.Logging.AddFilter(category, LogLevel.Warning);
        // A failed command throws too; the first migration of a database fails one on purpose.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Critical);

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("MassTransit", "Meida.*"))
            .WithTracing(tracing => tracing
                .SetSampler(new ParentBasedSampler(new RootSampler()))
                .AddSource(builder.Environment.ApplicationName, "MassTransit", "Meida.*")
                .AddAspNetCoreInstrumentation(options =>
                {
                    options.Filter = context => !context.Request.Path.StartsWithSegments("/health") && !context.Request.Path.StartsWithSegments("/alive");
                    options.EnrichWithHttpResponse = (activity, response) =>
                    {
                        activity.SetTag("url.query", null);
                        activity.SetTag("url.path", SecretPaths.Redact(response.HttpContext.Request.Path.Value ?? ""));
                    };
                })
                .AddHttpClientInstrumentation(options => options.EnrichWithHttpResponseMessage = (activity, _) =>
                {
                    if (activity.GetTagItem("url.full") is string address)
                        activity.SetTag("url.full", SecretPaths.Redact(address));
                }));

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            telemetry.UseOtlpExporter();
    }

    // A loop that asks the database five times a second, and finds nothing, is nobody's trace.
    private sealed class RootSampler : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            new(samplingParameters is { Kind: ActivityKind.Client, Name: "postgresql" } ? SamplingDecision.Drop : SamplingDecision.RecordAndSample);
    }
}
