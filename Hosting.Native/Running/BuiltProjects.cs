using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Meida.Hosting.Native;

/// <summary>Projects run as the programs that the build of the AppHost has made.</summary>
public static class BuiltProjects
{
    // Many processes share one machine: a collector that works often on little and in the foreground, few arenas for native memory,
    // no instrumented tier in the compiler. Writing compiled code through a second mapping costs 35 MiB a process (measured).
    private static readonly (string Name, string Value)[] Frugal =
    [
        ("DOTNET_gcServer", "0"), ("DOTNET_gcConcurrent", "0"), ("DOTNET_GCgen0size", "0x400000"), ("MALLOC_ARENA_MAX", "2"),
        ("DOTNET_TieredPGO", "0"), ("DOTNET_EnableWriteXorExecute", "0"),
    ];

    /// <summary>
    /// Runs the program as it is built, without <c>dotnet run</c> beside it, which would stay with 70 MiB of its own; in the
    /// environment of the AppHost, and starts it again when it ends by itself. A debugger starts projects its own way.
    /// </summary>
    /// <param name="project">The project; the AppHost must be built in the same configuration.</param>
    public static IResourceBuilder<ProjectResource> RunBuilt(this IResourceBuilder<ProjectResource> project)
    {
        ArgumentNullException.ThrowIfNull(project);
        var builder = project.ApplicationBuilder;
        if (!builder.ExecutionContext.IsRunMode)
            return project;

        if (builder.Configuration["DEBUG_SESSION_PORT"] is null)
        {
            var file = project.Resource.GetProjectMetadata().ProjectPath;
            var directory = Path.GetDirectoryName(file)!;
            var program = Path.Combine(directory, "bin", Configuration(builder), "net10.0", Path.GetFileNameWithoutExtension(file));
            project.WithAnnotation(new ExecutableAnnotation { Command = program, WorkingDirectory = directory });
        }

#pragma warning disable ASPIRECERTIFICATES001 // Without it every page of the dashboard asks for a development certificate.
        project.WithoutHttpsCertificate();
#pragma warning restore ASPIRECERTIFICATES001
        foreach (var (name, value) in Frugal)
            project.WithEnvironment(name, builder.Configuration[name] ?? value);
        // The orchestrator keeps the AppHost's own environment from the programs.
        project.WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName);
        // Aspire turns them on: what people search for would stand in traces. And its seconds cost more than they show.
        project.WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION", "false")
            .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION", "false")
            .WithEnvironment("OTEL_METRIC_EXPORT_INTERVAL", "10000")
            .WithEnvironment("OTEL_EXPORTER_OTLP_TIMEOUT", "3000");
        // Telemetry goes to the dashboard, unless another back end is named.
        foreach (var name in ((IConfiguration)builder.Configuration).AsEnumerable().Select(setting => setting.Key).Where(key => key.StartsWith("OTEL_", StringComparison.Ordinal)))
            project.WithEnvironment(name, builder.Configuration[name]);
        return project;
    }

    private static string Configuration(IDistributedApplicationBuilder builder) =>
        builder.AppHostAssembly?.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";
}
