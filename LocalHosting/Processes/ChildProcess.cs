using System.Diagnostics;

namespace Meida.LocalHosting.Processes;

/// <summary>
/// A process in a session and process group of its own. A signal reaches all of the group,
/// Ctrl+C in the terminal reaches none of it, and the <see cref="Reaper"/> ends it when the parent dies.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly Process _process;

    private ChildProcess(Process process, int orphanSignal, Action<string>? onOutput)
    {
        _process = process;
        Pid = process.Id;
        Reaper.Add(Pid, orphanSignal);
        Exited = Watch(onOutput);
    }

    /// <summary>The process id, which is the id of its group too.</summary>
    public int Pid { get; }

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => Exited.IsCompleted;

    /// <summary>Ends with the exit status (128 and the signal's number after a signal) once the last output is delivered.</summary>
    public Task<int> Exited { get; }

    /// <summary>Starts the process.</summary>
    /// <exception cref="MissingToolException">The program does not exist.</exception>
    public static ChildProcess Start(ChildProcessOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var program = Tools.Find(options.FileName)
            ?? throw new MissingToolException($"The program {options.FileName} was not found.");

        // setsid and setpriv replace themselves by the next program, so the id stays that of the child.
        var start = new ProcessStartInfo(Tools.Need("setsid", "util-linux"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.WorkingDirectory ?? "",
        };
        if (options.RunAsUser is { } user && Posix.IsRoot)
        {
            string[] drop = [Tools.Need("setpriv", "util-linux"), $"--reuid={user}", $"--regid={user}", "--init-groups", "--"];
            foreach (var argument in drop)
                start.ArgumentList.Add(argument);
        }
        start.ArgumentList.Add(program);
        foreach (var argument in options.Arguments)
            start.ArgumentList.Add(argument);

        if (options.ClearEnvironment)
            start.Environment.Clear();
        foreach (var (name, value) in options.Environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        // Until setsid has run there is no group to signal.
        while (Posix.Group(process.Id) is { } group && group != process.Id)
            Thread.Yield();
        return new ChildProcess(process, options.OrphanSignal, options.OnOutput);
    }

    /// <summary>Runs a program to its end and gives its exit status and all it wrote.</summary>
    public static async Task<(int Status, string Output)> Run(ChildProcessOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var lines = new List<string>();
        await using var child = Start(options with
        {
            OnOutput = line =>
            {
                lock (lines)
                    lines.Add(line);
                options.OnOutput?.Invoke(line);
            },
        });
        var status = await child.Exited.WaitAsync(ct);
        lock (lines)
            return (status, string.Join('\n', lines));
    }

    /// <summary>Signals the group, gives it the time to end, then kills what is left.</summary>
    public async Task Stop(int signal, TimeSpan grace, CancellationToken ct)
    {
        if (!HasExited)
        {
            Posix.SignalGroup(Pid, signal);
            try
            {
                await Exited.WaitAsync(grace, ct);
            }
            catch (TimeoutException)
            {
                // Killed below.
            }
            finally
            {
                if (!HasExited)
                    Posix.SignalGroup(Pid, Signals.Kill);
            }
        }
        await Exited.WaitAsync(ct);
    }

    /// <summary>Kills the group if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
            Posix.SignalGroup(Pid, Signals.Kill);
        await Exited;
        _process.Dispose();
    }

    private async Task<int> Watch(Action<string>? onOutput)
    {
        var output = Task.WhenAll(Read(_process.StandardOutput, onOutput), Read(_process.StandardError, onOutput));
        await _process.WaitForExitAsync().ConfigureAwait(false);
        // What the leader leaves behind in its group is of no use without it.
        Posix.SignalGroup(Pid, Signals.Kill);
        Reaper.Remove(Pid);
        // A grandchild outside the group may hold the pipes open for ever.
        await Task.WhenAny(output, Task.Delay(LastWords)).ConfigureAwait(false);
        return _process.ExitCode;
    }

    private static async Task Read(StreamReader reader, Action<string>? onOutput)
    {
        try
        {
            while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
                onOutput?.Invoke(line);
        }
        catch (Exception e) when (e is ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The process was disposed of while a grandchild held the pipe.
        }
    }
}
