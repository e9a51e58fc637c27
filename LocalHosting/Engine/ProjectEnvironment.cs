using Aspire.Hosting.Dotnet;

namespace Meida.LocalHosting.Engine;

/// <summary>The variables a project gets on top of the engine's own: the same ones as from Aspire.</summary>
internal static class ProjectEnvironment
{
    public static IReadOnlyDictionary<string, string?> Of(DotnetProjectResource project, EngineSettings settings, string instanceId)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            // A project without endpoints that listens all the same must not collide with anybody.
            ["ASPNETCORE_URLS"] = project.Endpoints.Count == 0 ? "http://127.0.0.1:0" : string.Join(';', project.Endpoints.Select(ListenOn)),
            ["ASPNETCORE_HTTP_PORTS"] = null,
            ["ASPNETCORE_ENVIRONMENT"] = settings.Environment,
            ["DOTNET_ENVIRONMENT"] = settings.Environment,
            ["OTEL_SERVICE_NAME"] = project.Name,
            ["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instanceId}",
        };
        AddTelemetry(environment, settings);

        // Six processes share one machine: a collector that works often on little and in the foreground, few arenas for native
        // memory, and no instrumented tier in the compiler. By default the youngest generation is as large as the processor's cache.
        Default(environment, "DOTNET_gcServer", "0");
        Default(environment, "DOTNET_gcConcurrent", "0");
        Default(environment, "DOTNET_GCgen0size", "0x400000");
        Default(environment, "MALLOC_ARENA_MAX", "2");
        Default(environment, "DOTNET_TieredPGO", "0");
        // Writing compiled code through a second mapping costs 35 MiB a process (measured); containers keep it.
        Default(environment, "DOTNET_EnableWriteXorExecute", "0");
        Default(environment, "LOGGING__CONSOLE__FORMATTERNAME", "simple");
        Default(environment, "LOGGING__CONSOLE__FORMATTEROPTIONS__SINGLELINE", "true");

        foreach (var endpoint in project.Endpoints.Where(e => e.PortVariable is not null))
            environment[endpoint.PortVariable!] = $"{endpoint.Port}";
        foreach (var add in project.Environment)
            add(environment);
        return environment;
    }

    /// <summary>The dotnet that runs this process also runs the projects.</summary>
    public static string DotnetHost() =>
        Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self : "dotnet";

    private static string ListenOn(Aspire.Hosting.ApplicationModel.EndpointAnnotation endpoint) =>
        // A port people type in answers on both loopback addresses, whichever of them their "localhost" is.
        endpoint.FixedPort is null ? endpoint.Address : $"{endpoint.Scheme}://localhost:{endpoint.Port}";

    private static void AddTelemetry(Dictionary<string, string?> environment, EngineSettings settings)
    {
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is null)
            return;
        Default(environment, "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory");
        if (!settings.IsDevelopment)
            return;
        Default(environment, "OTEL_BLRP_SCHEDULE_DELAY", "1000");
        Default(environment, "OTEL_BSP_SCHEDULE_DELAY", "1000");
        Default(environment, "OTEL_METRIC_EXPORT_INTERVAL", "1000");
        Default(environment, "OTEL_TRACES_SAMPLER", "always_on");
        Default(environment, "OTEL_METRICS_EXEMPLAR_FILTER", "trace_based");
    }

    private static void Default(Dictionary<string, string?> environment, string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is null)
            environment[name] = value;
    }
}
