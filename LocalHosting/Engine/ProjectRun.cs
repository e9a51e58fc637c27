using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dotnet;
using Meida.LocalHosting.Processes;

namespace Meida.LocalHosting.Engine;

/// <summary>A .NET project, run from its build output in its own directory.</summary>
internal sealed class ProjectRun(DotnetProjectResource project, ResourceLog log, EngineContext context, string configuration)
    : ResourceRun(project, log, context)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(3) };

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly string _instanceId = Guid.NewGuid().ToString("N")[..8];

    private readonly Lazy<string?> _operationsKey =
        new(() => ProjectEnvironment.Of(project, context.Settings, "").GetValueOrDefault(Dashboard.ServiceOperations.KeyVariable));

    public string? Url => project.Endpoints.Count == 0 ? null : project.Endpoints[0].Address;

    /// <summary>The key that opens its endpoints for operators; null when it has none.</summary>
    public string? OperationsKey => _operationsKey.Value;

    protected override Task<IRunning?> Launch(CancellationToken cancellationToken)
    {
        var assembly = project.AssemblyPath ?? BuiltAssembly();
        if (!File.Exists(assembly))
            throw new StartupException($"{Name} is not built ({assembly} is missing): start the product with ./run.");

        var child = ChildProcess.Start(new ChildProcessOptions
        {
            FileName = ProjectEnvironment.DotnetHost(),
            Arguments = [assembly, .. project.Arguments],
            WorkingDirectory = Path.GetDirectoryName(project.ProjectPath),
            Environment = ProjectEnvironment.Of(project, Context.Settings, _instanceId),
            OnOutput = Log.Append,
        });
        return Task.FromResult<IRunning?>(new RunningChild(child));
    }

    protected override async Task<Health> Look(CancellationToken cancellationToken)
    {
        if (project.HealthCheck is not { } check)
            return Health.Healthy;
        var endpoint = check.EndpointName is null ? project.Endpoints[0] : project.Endpoints.Single(e => e.Name == check.EndpointName);
        try
        {
            using var response = await Http.GetAsync(new Uri(endpoint.Address + check.Path), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode == check.StatusCode ? Health.Healthy : Health.NotReady;
        }
        catch (HttpRequestException)
        {
            return Health.NoAnswer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Health.NoAnswer;
        }
    }

    private string BuiltAssembly()
    {
        var directory = Path.GetDirectoryName(project.ProjectPath)!;
        return Path.Combine(directory, "bin", configuration, "net10.0", Path.GetFileNameWithoutExtension(project.ProjectPath) + ".dll");
    }

    private sealed class RunningChild(ChildProcess child) : IRunning
    {
        public int Pid => child.Pid;
        public Task<int> Exited => child.Exited;

        public Task Stop(CancellationToken cancellationToken) => child.Stop(Signals.Terminate, Grace, cancellationToken);

        public ValueTask DisposeAsync() => child.DisposeAsync();
    }
}
