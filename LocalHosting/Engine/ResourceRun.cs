using Aspire.Hosting.ApplicationModel;

namespace Meida.LocalHosting.Engine;

/// <summary>What a resource is doing, as the dashboard shows it.</summary>
internal enum ResourceState
{
    Waiting,
    Starting,
    Running,
    Unhealthy,
    Restarting,
    Stopped,
    Finished,
    Failed,
}

/// <summary>What one look at a resource's health showed.</summary>
internal enum Health
{
    NoAnswer,

    /// <summary>It answers, and says it is not ready: it works on it.</summary>
    NotReady,
    Healthy,
}

/// <summary>Something that runs and can be stopped: a process, or a server of several.</summary>
internal interface IRunning : IAsyncDisposable
{
    int Pid { get; }

    /// <summary>Ends with the exit status when it is over, wanted or not.</summary>
    Task<int> Exited { get; }

    Task Stop(CancellationToken cancellationToken);
}

/// <summary>One resource's life: waits for others, starts, gets healthy, and is started again whenever it dies.</summary>
internal abstract class ResourceRun(Resource resource, ResourceLog log, EngineContext context) : IDisposable
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _commands = new(1);
    private volatile TaskCompletionSource _wanted = CompletedSource();
    private volatile IRunning? _running;
    private volatile bool _restartByHand;

    public Resource Resource => resource;
    public ResourceLog Log => log;
    public string Name => resource.Name;
    public ResourceState State { get; private set; } = ResourceState.Waiting;
    public int Restarts { get; private set; }
    public DateTimeOffset? StartedAt { get; private set; }
    public int? Pid => _running is { Exited.IsCompleted: false } running ? running.Pid : null;

    /// <summary>Healthy for the first time.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Ended, for a resource that others wait to complete.</summary>
    public Task<int> Completed => _completed.Task;

    /// <summary>Runs to its end instead of forever.</summary>
    public bool IsJob { get; set; }

    /// <summary>Has a process that the dashboard may stop and start.</summary>
    public virtual bool TakesCommands => !IsJob;

    protected EngineContext Context => context;

    /// <summary>Starts it; returns when there is something to watch, null when there is nothing to watch.</summary>
    protected abstract Task<IRunning?> Launch(CancellationToken cancellationToken);

    /// <summary>One look at its health.</summary>
    protected virtual Task<Health> Look(CancellationToken cancellationToken) => Task.FromResult(Health.Healthy);

    /// <summary>Supervises until the engine stops. The first start must succeed; later ones are tried for ever.</summary>
    public async Task Supervise(IReadOnlyList<Dependency> dependencies, CancellationToken stopping)
    {
        try
        {
            foreach (var dependency in dependencies)
                await dependency.Wait(stopping);

            var pause = new RestartPause(context.Clock);
            while (true)
            {
                await _wanted.Task.WaitAsync(stopping);
                State = ResourceState.Starting;
                var exitCode = await RunOnce(pause, stopping);
                if (exitCode is null || IsJob)
                    return;
                await BeforeRestart(exitCode.Value, pause, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            State = ResourceState.Stopped;
            _ready.TrySetCanceled(stopping);
            _completed.TrySetCanceled(stopping);
        }
#pragma warning disable CA1031 // Whatever it was, whoever waits for this resource has to hear of it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            State = ResourceState.Failed;
            _ready.TrySetException(e);
            _completed.TrySetException(e);
        }
    }

    /// <summary>Stops what runs; Supervise has ended before, or starts it again.</summary>
    public async Task StopRunning(CancellationToken cancellationToken)
    {
        if (_running is { Exited.IsCompleted: false } running)
            await running.Stop(cancellationToken);
    }

    /// <summary>Stops it for good.</summary>
    public async Task End(CancellationToken cancellationToken)
    {
        if (_running is not { } running)
            return;
        await StopRunning(cancellationToken);
        await running.DisposeAsync();
        State = ResourceState.Stopped;
    }

    public async Task StopByHand(CancellationToken cancellationToken)
    {
        await _commands.WaitAsync(cancellationToken);
        try
        {
            if (_wanted.Task.IsCompleted)
                _wanted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await StopRunning(cancellationToken);
        }
        finally
        {
            _commands.Release();
        }
    }

    public async Task RestartByHand(CancellationToken cancellationToken)
    {
        await _commands.WaitAsync(cancellationToken);
        try
        {
            _restartByHand = true;
            await StopRunning(cancellationToken);
            _wanted.TrySetResult();
        }
        finally
        {
            _commands.Release();
        }
    }

    public void Dispose()
    {
        _commands.Dispose();
        log.Dispose();
    }

    /// <summary>Returns the exit status, or null when there is nothing to supervise.</summary>
    private async Task<int?> RunOnce(RestartPause pause, CancellationToken stopping)
    {
        try
        {
            _running = await Launch(stopping);
        }
        catch (Exception e) when (e is not OperationCanceledException && Ready.IsCompletedSuccessfully)
        {
            log.Append(e.Message);
            context.Console.Line(Name, $"did not start: {e.Message}");
            return -1;
        }

        StartedAt = context.Clock.GetUtcNow();
        if (_running is not { } running)
        {
            State = ResourceState.Running;
            _ready.TrySetResult();
            return null;
        }

        if (IsJob)
            return await FinishJob(running, stopping);

        context.Changed();
        await WatchHealth(running, pause, stopping);
        return await running.Exited;
    }

    private async Task<int?> FinishJob(IRunning running, CancellationToken stopping)
    {
        State = ResourceState.Running;
        var exitCode = await running.Exited.WaitAsync(stopping);
        State = exitCode == 0 ? ResourceState.Finished : ResourceState.Failed;
        _ready.TrySetResult();
        _completed.TrySetResult(exitCode);
        return exitCode;
    }

    private async Task WatchHealth(IRunning running, RestartPause pause, CancellationToken stopping)
    {
        var started = context.Clock.GetTimestamp();
        var failures = 0;
        while (!running.Exited.IsCompleted)
        {
            var health = await Look(stopping);
            var limit = health == Health.NotReady ? context.ReadyWithin : context.HealthyWithin;
            if (health == Health.Healthy)
            {
                failures = 0;
                pause.Healthy();
                BecomeHealthy();
            }
            else if (!Ready.IsCompleted && context.Clock.GetElapsedTime(started) > limit)
            {
                throw new StartupException($"{Name} did not become healthy within {limit.TotalSeconds:0} s.{LastLines()}");
            }
            else if (State == ResourceState.Running && ++failures == 2)
            {
                State = ResourceState.Unhealthy;
                context.Console.Line(Name, "is unhealthy");
            }

            var next = State == ResourceState.Running && failures == 0 ? context.HealthInterval : context.StartInterval;
            await Task.WhenAny(running.Exited, Task.Delay(next, context.Clock, stopping));
            stopping.ThrowIfCancellationRequested();
        }
    }

    private void BecomeHealthy()
    {
        if (State == ResourceState.Running)
            return;
        if (Ready.IsCompleted)
            context.Console.Line(Name, "is healthy again");
        State = ResourceState.Running;
        _ready.TrySetResult();
    }

    private async Task BeforeRestart(int exitCode, RestartPause pause, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        if (_running is { } ended)
            await ended.DisposeAsync();
        _running = null;
        if (!_wanted.Task.IsCompleted)
        {
            State = ResourceState.Stopped;
            context.Console.Line(Name, "was stopped by hand");
            context.Changed();
            return;
        }

        State = ResourceState.Restarting;
        Restarts++;
        if (_restartByHand)
        {
            _restartByHand = false;
            context.Console.Line(Name, "is restarted by hand");
            return;
        }

        if (!Ready.IsCompleted && Restarts >= context.TriesAtStart)
            throw new StartupException($"{Name} ended with status {exitCode} {Restarts} times before it was healthy.{LastLines()}");

        var wait = pause.Next();
        context.Console.Line(Name, $"ended with status {exitCode}; starting it again in {wait.TotalSeconds:0.0} s");
        await Task.Delay(wait, context.Clock, stopping);
    }

    /// <summary>What it said last, without the frames of stack traces.</summary>
    public string LastLines() =>
        string.Concat(log.Tail(200).Where(IsWorthReading).TakeLast(context.LinesOfFailure).Select(line => $"{Environment.NewLine}    {line}"));

    private static bool IsWorthReading(string line) =>
        line.TrimStart() is { Length: > 0 } text && !text.StartsWith("at ", StringComparison.Ordinal) && !text.StartsWith("---", StringComparison.Ordinal);

    private static TaskCompletionSource CompletedSource()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}

/// <summary>What a resource waits for before it starts.</summary>
internal sealed record Dependency(ResourceRun On, bool ForCompletion, int ExitCode)
{
    public async Task Wait(CancellationToken stopping)
    {
        if (!ForCompletion)
        {
            await On.Ready.WaitAsync(stopping);
            return;
        }

        var exitCode = await On.Completed.WaitAsync(stopping);
        if (exitCode != ExitCode)
            throw new StartupException($"{On.Name} ended with status {exitCode}.{On.LastLines()}");
    }
}
