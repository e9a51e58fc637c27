using System.Globalization;
using System.Net.Http.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dotnet;
using Meida.LocalHosting.Engine;
using Meida.LocalHosting.Processes;
using Meida.Testing;
using Microsoft.Extensions.Configuration;

namespace Meida.LocalHosting.Tests.Engine;

/// <summary>A model of tiny services that runs inside the test.</summary>
internal sealed class TinyApplication : IAsyncDisposable
{
    private readonly ScratchDirectory _home = TestPlaces.Scratch();
    private readonly CancellationTokenSource _stop = new();
    private Task<int> _run = Task.FromResult(-1);

    public TinyApplication(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(
            [new("MEIDA_HOME", _home.Path), .. settings.Select(s => new KeyValuePair<string, string?>(s.Name, s.Value))]);
        Builder = new DistributedApplicationBuilder(configuration, AppContext.BaseDirectory);
    }

    public DistributedApplicationBuilder Builder { get; }
    public StringWriter Console { get; } = new();
    public StringWriter Errors { get; } = new();
    public string Home => _home.Path;
    public string RunFile => Path.Combine(Home, "run.json");
    public TimeSpan HealthyWithin { get; init; } = TimeSpan.FromSeconds(60);

    public IResourceBuilder<DotnetProjectResource> Add(string name, params string[] args)
    {
        var project = Builder.AddDotnetProject(name, "tiny.csproj").WithArgs(args);
        project.Resource.RunsTinyService();
        return project;
    }

    public IResourceBuilder<DotnetProjectResource> AddService(string name) =>
        Add(name).WithHttpEndpoint().WithHttpHealthCheck("/health");

    public void Start()
    {
        var context = new EngineContext(Builder.Model.Settings, new EngineConsole(TextWriter.Synchronized(Console)), TimeProvider.System)
        {
            HealthyWithin = HealthyWithin,
            ReadyWithin = HealthyWithin,
            HealthInterval = TimeSpan.FromSeconds(0.2),
        };
        _run = new LocalEngine(Builder.Model, context).Run(Errors, _stop.Token);
    }

    public async Task StartHealthy()
    {
        Start();
        await Eventually.Is(() => File.Exists(RunFile) || _run.IsCompleted, timeout: TimeSpan.FromSeconds(90));
        Assert.True(File.Exists(RunFile), $"{Errors}{Console}");
    }

    /// <summary>Waits for the engine to end by itself.</summary>
    public Task<int> Ended() => _run.WaitAsync(TimeSpan.FromSeconds(90));

    public async Task<int> Stop()
    {
        await _stop.CancelAsync();
        return await _run.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async Task<RunFileContent> ReadRunFile() =>
        System.Text.Json.JsonSerializer.Deserialize<RunFileContent>(await File.ReadAllTextAsync(RunFile), System.Text.Json.JsonSerializerOptions.Web)!;

    public async Task<Dictionary<string, string>> EnvironmentOf(string service)
    {
        using var http = await ClientOf(service);
        return (await http.GetFromJsonAsync<Dictionary<string, string>>("/environment"))!;
    }

    public async Task<HttpClient> ClientOf(string service)
    {
        var run = await ReadRunFile();
        return new HttpClient { BaseAddress = new Uri(run.Services.Single(s => s.Name == service).Url) };
    }

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _stop.Dispose();
        _home.Dispose();
    }
}
