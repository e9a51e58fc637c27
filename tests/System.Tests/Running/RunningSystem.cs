using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Meida.EndToEnd.Running;

/// <summary>The whole product, started by its own AppHost on the local engine, shared by the tests of a collection.</summary>
public sealed partial class RunningSystem : IAsyncLifetime
{
    /// <summary>Bookings a slot takes; the tests' own appointments are spread wider than that.</summary>
    public const int SlotCapacity = 8;
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private readonly Queue<string> _console = new();
    private readonly string _home = Path.Combine(Repository.Root, ".data", $"system-tests-{Environment.ProcessId}-{Guid.NewGuid():N}"[..40]);
    private Process? _appHost;

    public RunFile Run => RunFile.Read(RunFilePath);
    public string RunFilePath => Path.Combine(_home, "run.json");
    public string LogFolder => Path.Combine(_home, "logs");
    public string UploadFolder => Path.Combine(_home, "uploads");
    public int AppHostPid => _appHost?.Id ?? 0;
    public Uri Gateway { get; private set; } = null!;
    public OtlpReceiver Telemetry { get; private set; } = null!;

    /// <summary>Fills MEIDA_HOME before the first start.</summary>
    public Func<string, Task>? Prepare { get; init; }

    /// <summary>Settings of the run, on top of those every run has.</summary>
    public Dictionary<string, string> Settings { get; } = new()
    {
        ["RateLimiting__Public__PermitLimit"] = "100000",
        ["Booking__SlotCapacity"] = SlotCapacity.ToString(CultureInfo.InvariantCulture),
    };

    public async ValueTask InitializeAsync()
    {
        Telemetry = await OtlpReceiver.Start();
        if (Prepare is not null)
            await Prepare(_home);
        var start = new ProcessStartInfo("dotnet", [Repository.AppHostAssembly, "--no-build"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["MEIDA_HOME"] = _home;
        start.Environment["MEIDA_PORT"] = FreePort().ToString(CultureInfo.InvariantCulture);
        start.Environment["MEIDA_ENGINE"] = "local";
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = Telemetry.Endpoint.ToString();
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        start.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "300";
        foreach (var (name, value) in Settings)
            start.Environment[name] = value;

        _appHost = Process.Start(start)!;
        _appHost.OutputDataReceived += (_, line) => Remember(line.Data);
        _appHost.ErrorDataReceived += (_, line) => Remember(line.Data);
        _appHost.BeginOutputReadLine();
        _appHost.BeginErrorReadLine();

        var started = Stopwatch.StartNew();
        while (!File.Exists(RunFilePath))
        {
            if (_appHost.HasExited || started.Elapsed > StartLimit)
                throw new InvalidOperationException($"The system did not start within {started.Elapsed}:\n{Console()}");
            await Task.Delay(100);
        }

        Gateway = Run.Gateway;
    }

    public async ValueTask DisposeAsync()
    {
        if (_appHost is null)
            return;

        if (!_appHost.HasExited)
        {
            Assert.Equal(0, Signal(_appHost.Id, SigTerm));
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await _appHost.WaitForExitAsync(limit.Token);
        }

        var exitCode = _appHost.ExitCode;
        _appHost.Dispose();
        await Telemetry.DisposeAsync();
        Assert.True(exitCode == 0, $"The AppHost ended with {exitCode}:\n{Console()}");
        Assert.False(File.Exists(RunFilePath), "run.json is removed at the end.");
        Directory.Delete(_home, recursive: true);
    }

    /// <summary>The last lines of the console.</summary>
    public string Console()
    {
        lock (_console)
            return string.Join('\n', _console);
    }

    public static void Kill(int pid) => Assert.Equal(0, Signal(pid, SigKill));

    private const int SigKill = 9;
    private const int SigTerm = 15;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int pid, int signal);

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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Where things are in the repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string AppHostAssembly => Path.Combine(
        Root, "AppHost", "bin", Configuration, "net10.0", "Meida.Aspire.AppHost.dll");

    private static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Meida.Aspire.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("Meida.Aspire.sln was not found above the tests.");
    }
}

[CollectionDefinition(Name)]
public sealed class SystemCollection : ICollectionFixture<RunningSystem>, ICollectionFixture<Pages.Browser>
{
    public const string Name = "the running system";
}
