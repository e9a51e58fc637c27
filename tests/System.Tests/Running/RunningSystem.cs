using System.Globalization;
using System.Runtime.InteropServices;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Meida.EndToEnd.Running;

/// <summary>The whole product, started from its AppHost by Aspire.Hosting.Testing, shared by the tests of a collection.</summary>
public sealed partial class RunningSystem : IAsyncLifetime
{
    /// <summary>Bookings a slot takes; the tests' own appointments are spread wider than that.</summary>
    public const int SlotCapacity = 8;
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);
    private readonly string _home = Path.Combine(Repository.Root, ".data", $"system-tests-{Environment.ProcessId}-{Guid.NewGuid():N}"[..40]);
    private DistributedApplication? _app;

    public RunFile Run => RunFile.Read(RunFilePath);
    public string RunFilePath => Path.Combine(_home, "run.json");
    public string LogFolder => Path.Combine(_home, "logs");
    public string UploadFolder => Path.Combine(_home, "uploads");
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
        Directory.CreateDirectory(_home);
        if (Prepare is not null)
            await Prepare(_home);
        Dictionary<string, string> model = new()
        {
            ["environment"] = "Development",
            ["MEIDA_HOME"] = _home,
            ["MEIDA_PORT"] = "0",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Telemetry.Endpoint.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "300",
        };
        foreach (var name in (string[])["MEIDA_SERVERS", "MEIDA_STORAGE"])
        {
            if (Settings.GetValueOrDefault(name) is { } value)
                model[name] = value;
        }

        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Meida_Aspire_AppHost>([.. model.Select(setting => $"{setting.Key}={setting.Value}")]);
        foreach (var project in builder.Resources.OfType<ProjectResource>())
            builder.CreateResourceBuilder(project).WithEnvironment(context => Array.ForEach([.. Settings], setting => context.EnvironmentVariables[setting.Key] = setting.Value));
        builder.Services.AddLogging(logging => logging.AddFilter("Meida.Aspire.AppHost.Resources", LogLevel.None));
        _app = await builder.BuildAsync();
        using var limit = new CancellationTokenSource(StartLimit);
        await _app.StartAsync(limit.Token);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync("gateway", WaitBehavior.StopOnResourceUnavailable, limit.Token);
        while (!File.Exists(RunFilePath))
            await Task.Delay(50, limit.Token);
        Gateway = Run.Gateway;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is null)
            return;

        await _app.StopAsync();
        await _app.DisposeAsync();
        await Telemetry.DisposeAsync();
        Assert.False(File.Exists(RunFilePath), "run.json is removed at the end.");
        Directory.Delete(_home, recursive: true);
    }

    /// <summary>What an operator does at the dashboard, in the dashboard's own way.</summary>
    public async Task<string?> Command(string resource, string command)
    {
        var answer = await _app!.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync(resource, command);
        Assert.True(answer.Success, $"{command} of {resource}: {answer.Message}");
        return answer.Message;
    }

    /// <summary>Every part with its state, and how often it was started.</summary>
    public IReadOnlyList<(string Name, string? State)> Parts() =>
    [
        .. _app!.Services.GetRequiredService<DistributedApplicationModel>().Resources
            .Select(resource => (resource.Name, _app.ResourceNotifications.TryGetCurrentState(resource.Name, out var e) ? e.Snapshot.State?.Text : null)),
    ];

    public static void Kill(int pid) => Assert.Equal(0, Signal(pid, SigKill));

    private const int SigKill = 9;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int pid, int signal);
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
