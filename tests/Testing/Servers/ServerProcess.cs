using System.Diagnostics;
using System.Globalization;

namespace Meida.Testing.Servers;

/// <summary>
/// A server of this machine, run by the script that the AppHost runs too. It ends with this process, however that ends, for its
/// standard input does.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(40);

    private readonly Process _script;
    private readonly Queue<string> _last = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _pidFile;
    private bool _ended;

    private ServerProcess(ProcessStartInfo start, string readyText, string pidFile)
    {
        _pidFile = pidFile;
        _script = new Process { StartInfo = start };
        _script.OutputDataReceived += (_, line) => Hear(line.Data, readyText);
    }

    /// <summary>The server's own process id.</summary>
    public int Pid => int.Parse(File.ReadLines(_pidFile).First(), CultureInfo.InvariantCulture);

    public static async Task<ServerProcess> Start(
        string script, string directory, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string readyText, string pidFile)
    {
        Directory.CreateDirectory(directory);
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "servers", script), [Path.GetFullPath(directory), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["MEIDA_STOP_WITH"] = "stdin";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var server = new ServerProcess(start, readyText, Path.Combine(directory, pidFile));
        server._script.Start();
        server._script.BeginOutputReadLine();
        await Task.WhenAny(server._ready.Task, server._script.WaitForExitAsync()).WaitAsync(StartTime);
        if (!server._ready.Task.IsCompleted)
            throw new InvalidOperationException($"{script} did not start:\n{server.LastWords()}");
        return server;
    }

    /// <summary>Ends the server in order.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ended)
            return;
        _ended = true;
        _script.StandardInput.Close();
        using var limit = new CancellationTokenSource(StopTime);
        await _script.WaitForExitAsync(limit.Token);
        _script.Dispose();
    }

    private void Hear(string? line, string readyText)
    {
        if (line is null)
            return;
        lock (_last)
        {
            _last.Enqueue(line);
            if (_last.Count > 20)
                _last.Dequeue();
        }
        if (line.Contains(readyText, StringComparison.Ordinal))
            _ready.TrySetResult();
    }

    private string LastWords()
    {
        lock (_last)
            return string.Join('\n', _last);
    }
}
