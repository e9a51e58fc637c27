using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Meida.Testing;

namespace Meida.EndToEnd.Running;

/// <summary>The AppHost as a process of its own with the whole dashboard, as <c>./run</c> starts it.</summary>
public sealed partial class RunProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);

    private readonly Queue<string> _console = new();
    private readonly Process _process;
    private readonly string _home;

    private RunProcess(Process process, string home)
    {
        (_process, _home) = (process, home);
        process.OutputDataReceived += (_, line) => Remember(line.Data);
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
    }

    public int Pid => _process.Id;

    public RunFile Run => RunFile.Read(RunFilePath(_home));

    public static string RunFilePath(string home) => Path.Combine(home, "run.json");

    /// <summary>Starts it; it may fail.</summary>
    /// <param name="home">MEIDA_HOME.</param>
    /// <param name="port">MEIDA_PORT.</param>
    /// <param name="ignoringInterrupt">As a shell starts what it puts into the background.</param>
    public static RunProcess Start(string home, string port, bool ignoringInterrupt = false)
    {
        var command = ignoringInterrupt ? "trap '' INT; exec dotnet \"$1\"" : "exec dotnet \"$1\"";
        var start = new ProcessStartInfo("/bin/sh", ["-c", command, "sh", Repository.AppHostAssembly]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MEIDA_HOME"] = home;
        start.Environment["MEIDA_PORT"] = port;
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        var run = new RunProcess(new Process { StartInfo = start }, home);
        run._process.Start();
        run._process.BeginOutputReadLine();
        run._process.BeginErrorReadLine();
        return run;
    }

    /// <summary>Starts it and returns when everything is healthy.</summary>
    public static async Task<RunProcess> StartHealthy(string home, bool ignoringInterrupt = false)
    {
        // What a killed run left behind says nothing about this one.
        File.Delete(RunFilePath(home));
        var run = Start(home, FreePorts.Take(1)[0].ToString(CultureInfo.InvariantCulture), ignoringInterrupt);
        var waited = Stopwatch.StartNew();
        while (!File.Exists(RunFilePath(home)))
        {
            if (run._process.HasExited || waited.Elapsed > StartLimit)
                throw new InvalidOperationException($"It did not start within {waited.Elapsed}:\n{run.Console()}");
            await Task.Delay(100);
        }
        return run;
    }

    /// <summary>What it wrote, the last lines of it.</summary>
    public string Console()
    {
        lock (_console)
            return string.Join('\n', _console);
    }

    public async Task<int> Ends(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"It did not end within {within}:\n{Console()}");
        }
        return _process.ExitCode;
    }

    public void Interrupt() => Assert.Equal(0, Signal(Pid, 2));

    public void Terminate() => Assert.Equal(0, Signal(Pid, 15));

    /// <summary>Every process that belongs to the run: whatever names its home, or was started with it.</summary>
    public IReadOnlyList<int> Processes() => [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
        .Select(name => int.TryParse(name, CultureInfo.InvariantCulture, out var pid) ? pid : 0).Where(pid => pid > 0 && Belongs(pid))];

    public static string CommandOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Terminate();
            _process.WaitForExit(TimeSpan.FromSeconds(60));
        }
        _process.Dispose();
    }

    // A zombie has no environment and no command line any more.
    private bool Belongs(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/environ").Contains($"MEIDA_HOME={_home}\0", StringComparison.Ordinal) || CommandOf(pid).Contains(_home, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Remember(string? line)
    {
        if (line is null)
            return;
        lock (_console)
        {
            _console.Enqueue(line);
            while (_console.Count > 400)
                _console.Dequeue();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int pid, int signal);
}
