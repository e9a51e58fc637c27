using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Meida.LocalHosting.Dashboard;
using Meida.LocalHosting.Processes;
using Meida.LocalHosting.Servers;

namespace Meida.LocalHosting.Engine;

/// <summary>Runs a model with the processes of this machine.</summary>
internal sealed class LocalEngine(Model model, EngineContext context)
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan SaysWhatItWaitsForAfter = TimeSpan.FromSeconds(20);

    private readonly RunFile _runFile = new(context.Settings.Home);

    /// <summary>Runs until it is told to stop; returns the exit status.</summary>
    public static async Task<int> Run(Model model, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = StopOn(PosixSignal.SIGINT, stop);
        using var terminate = StopOn(PosixSignal.SIGTERM, stop);
        using var hangUp = StopOn(PosixSignal.SIGHUP, stop);
        var context = new EngineContext(model.Settings, new EngineConsole(Console.Out), TimeProvider.System);
        return await new LocalEngine(model, context).Run(Console.Error, stop.Token);
    }

    public async Task<int> Run(TextWriter errors, CancellationToken stopping)
    {
        try
        {
            using var home = HomeLock.Take(context.Settings.Home);
            await RunLocked(home.AfterCrash, stopping);
            return 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is StartupException or MissingToolException or ServerStartException)
        {
            await errors.WriteLineAsync(e.Message);
            return 1;
        }
#pragma warning disable CA1031 // The person at the console is the last to hear of it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await errors.WriteLineAsync($"The local engine failed: {e}");
            return 1;
        }
    }

    private async Task RunLocked(bool afterCrash, CancellationToken stopping)
    {
        var started = context.Clock.GetTimestamp();
        _runFile.Remove();
        await Ports.Allocate(model.Resources, afterCrash, stopping);
        if (model.Ignored.Count > 0)
            context.Console.Line("engine", $"ignored here: {string.Join(", ", model.Ignored)}");

        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var runs = new RunSet(model, context);
        await using var dashboard = await DashboardServer.Start(runs, context);
        context.Changed = () => _runFile.Update(() => Describe(runs, dashboard.Url));
        var supervision = runs.All.Select(run => Task.Run(() => run.Supervise(runs.DependenciesOf(run), failed.Token), CancellationToken.None)).ToList();
        try
        {
            await AllReady(runs);
            _runFile.Publish(Describe(runs, dashboard.Url));
            Welcome.Print(context, runs, dashboard.Url, context.Clock.GetElapsedTime(started));
            await Task.Delay(Timeout.Infinite, stopping);
        }
        finally
        {
            _runFile.Remove();
            await failed.CancelAsync();
            await Task.WhenAll(supervision);
            context.Console.Line("engine", "stopping");
            using var limit = new CancellationTokenSource(StopWithin);
            await runs.Stop(limit.Token);
            context.Console.Line("engine", "everything is stopped");
        }
    }

    /// <summary>Ends with the first failure instead of the last start.</summary>
    private async Task AllReady(RunSet runs)
    {
        var waiting = runs.All.ToDictionary(run => run.IsJob ? run.Completed : run.Ready);
        while (waiting.Count > 0)
        {
            using var done = new CancellationTokenSource();
            var patience = Task.Delay(SaysWhatItWaitsForAfter, context.Clock, done.Token);
            var next = await Task.WhenAny([patience, .. waiting.Keys]);
            await done.CancelAsync();
            if (next == patience)
            {
                var busy = runs.All.Where(run => run.State is ResourceState.Starting or ResourceState.Running && waiting.ContainsValue(run));
                context.Console.Line("engine", $"waiting for {string.Join(", ", busy.Select(run => run.Name))}");
                continue;
            }

            await next;
            waiting.Remove(next);
        }
    }

    private static RunFileContent Describe(RunSet runs, string dashboard)
    {
        var postgres = runs.Single<PostgresRun>();
        var broker = runs.Single<RabbitMqRun>();
        var storage = runs.Single<ObjectStorageRun>();
        var services = runs.All.OfType<ProjectRun>().Where(p => p.Url is not null).ToList();
        return new RunFileContent(
            Welcome.Gateway(services) ?? "",
            "local",
            dashboard,
            new RunFilePostgres("127.0.0.1", postgres?.Server.Port ?? 0, postgres?.Server.UserName ?? "", postgres?.Server.Password ?? "", postgres?.Pid ?? 0),
            new RunFileRabbitMq("127.0.0.1", broker?.Broker.Port ?? 0, broker?.Broker.UserName ?? "", broker?.Broker.Password ?? "", "/", broker?.Pid ?? 0),
            storage is { Storage.IsServer: true }
                ? new RunFileStorage("s3", storage.Storage.Endpoint, storage.Storage.Bucket, storage.Storage.AccessKey, storage.Storage.SecretKey, storage.Pid ?? 0)
                : new RunFileStorage("disk", "", "", "", "", 0),
            [.. services.Select(s => new RunFileService(s.Name, s.Url!, s.Pid ?? 0))],
            broker is null ? null : new RunFileSubscriber(NativeRabbitMqOptions.SubscriberUser, broker.Broker.SubscriberPassword, broker.Broker.SubscriberUri));
    }

    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
}
