using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace Meida.Hosting.Native;

/// <summary>
/// Nothing runs on without the AppHost: a script that knows every process waits for the end of its standard input, which the kernel
/// closes however the AppHost dies. And when the orchestrator dies, the AppHost ends, for it has lost its hands.
/// </summary>
internal sealed class Remains(ResourceNotificationService notifications, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly HashSet<string> _told = [];

    public async Task Watch()
    {
        using var script = Process.Start(new ProcessStartInfo("/bin/sh", [NativeServer.Script("after.sh")]) { RedirectStandardInput = true })!;
        script.StandardInput.AutoFlush = true;
        var orchestrators = Task.Run(() => WatchOrchestrator(script));
        try
        {
            await foreach (var change in notifications.WatchAsync(lifetime.ApplicationStopped))
            {
                var own = change.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value;
                if (int.TryParse(Convert.ToString(own, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture, out var pid))
                    Tell(script, pid.ToString(CultureInfo.InvariantCulture));
            }
        }
        catch (OperationCanceledException)
        {
            // The application has stopped; what the script finds has ended already.
        }
        await orchestrators;
    }

    private async Task WatchOrchestrator(Process script)
    {
        var known = new HashSet<int>();
        while (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            var seen = LinuxProcess.Orchestrators();
            foreach (var pid in seen.Where(pid => !known.Contains(pid)))
            {
                Tell(script, pid.ToString(CultureInfo.InvariantCulture));
                if (WorkDirectory(pid) is { } directory)
                    Tell(script, directory);
            }
            if (known.FirstOrDefault(pid => LinuxProcess.HasEnded(pid)) is var gone and > 0 && !lifetime.ApplicationStopping.IsCancellationRequested)
            {
                Console.Error.WriteLine($"The orchestrator (dcp, process {gone}) ended by itself: everything is stopped. Start again.");
                // There is nobody left to stop anything in order, and asking would wait for it; the script does it.
                using var self = Process.GetCurrentProcess();
                self.Kill();
            }
            known.UnionWith(seen);
            try
            {
                await Task.Delay(Look, lifetime.ApplicationStopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>The directory that the orchestrator of this run works in; it removes it when it ends in order.</summary>
    private static string? WorkDirectory(int orchestrator) => Path.GetDirectoryName(LinuxProcess.Argument(orchestrator, "--kubeconfig"));

    private void Tell(Process script, string what)
    {
        try
        {
            lock (_told)
            {
                if (_told.Add(what))
                    script.StandardInput.WriteLine(what);
            }
        }
        catch (IOException)
        {
            // Somebody ended the script; the orchestrator still looks after its own.
        }
    }
}
