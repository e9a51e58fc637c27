using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dotnet;

namespace Meida.LocalHosting.Engine;

/// <summary>The runs of all resources of a model, and who waits for whom.</summary>
internal sealed class RunSet : IDisposable
{
    private readonly Dictionary<Resource, ResourceRun> _runs = [];
    private readonly Dictionary<ResourceRun, Task> _stops = [];

    public RunSet(Model model, EngineContext context)
    {
        var configuration = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";
        foreach (var resource in model.Resources.Where(r => r is not ParameterResource))
            _runs.Add(resource, Create(resource, context, configuration));

        foreach (var wait in model.Resources.SelectMany(r => r.Waits).Where(w => w.ForCompletion))
            _runs[wait.Resource].IsJob = true;
    }

    public IReadOnlyCollection<ResourceRun> All => _runs.Values;

    public T? Single<T>()
        where T : ResourceRun => _runs.Values.OfType<T>().SingleOrDefault();

    public ResourceRun? Find(string name) => _runs.Values.FirstOrDefault(r => r.Name == name);

    public IReadOnlyList<Dependency> DependenciesOf(ResourceRun run) =>
        [.. run.Resource.Waits.Where(w => w.Resource is not ParameterResource).Select(w => new Dependency(_runs[w.Resource], w.ForCompletion, w.ExitCode))];

    /// <summary>Stops everything, nobody before those who wait for it.</summary>
    public Task Stop(CancellationToken cancellationToken)
    {
        lock (_stops)
            return Task.WhenAll(All.Select(run => StopAfterDependents(run, cancellationToken)));
    }

    public void Dispose()
    {
        foreach (var run in All)
            run.Dispose();
    }

    private Task StopAfterDependents(ResourceRun run, CancellationToken cancellationToken)
    {
        if (_stops.TryGetValue(run, out var stop))
            return stop;
        var dependents = All.Where(other => other.Resource.Waits.Any(w => w.Resource == run.Resource));
        return _stops[run] = StopAfter([.. dependents.Select(d => StopAfterDependents(d, cancellationToken))], run, cancellationToken);
    }

    private static async Task StopAfter(IReadOnlyList<Task> dependents, ResourceRun run, CancellationToken cancellationToken)
    {
        await Task.WhenAll(dependents);
        await run.End(cancellationToken);
    }

    private ResourceRun Create(Resource resource, EngineContext context, string configuration)
    {
        // Servers talk to themselves a lot: their lines are in their logs and on the dashboard, not on the console.
        Action<string>? console = resource is DotnetProjectResource ? line => context.Console.Line(resource.Name, line) : null;
        var log = new ResourceLog(Path.Combine(context.Settings.Home, "logs"), resource.Name, console);
        return resource switch
        {
            DotnetProjectResource project => new ProjectRun(project, log, context, configuration),
            PostgresServerResource postgres => new PostgresRun(postgres, log, context),
            PostgresDatabaseResource database => new DatabaseRun(database, log, context, () => (PostgresRun)_runs[database.Parent]),
            RabbitMQServerResource broker => new RabbitMqRun(broker, log, context),
            ObjectStorageResource storage => new ObjectStorageRun(storage, log, context),
            _ => throw new InvalidOperationException($"The local engine cannot run '{resource.Name}', a {resource.GetType().Name}."),
        };
    }
}
