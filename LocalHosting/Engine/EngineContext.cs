namespace Meida.LocalHosting.Engine;

/// <summary>What the runs of all resources share.</summary>
internal sealed class EngineContext(EngineSettings settings, EngineConsole console, TimeProvider clock)
{
    public EngineSettings Settings => settings;
    public EngineConsole Console => console;
    public TimeProvider Clock => clock;

    /// <summary>How long the first start of a service may take.</summary>
    public TimeSpan HealthyWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The same, for one that answers already but is not ready: a slow machine filling its databases.</summary>
    public TimeSpan ReadyWithin { get; init; } = TimeSpan.FromSeconds(240);

    public TimeSpan HealthInterval { get; init; } = TimeSpan.FromSeconds(5);
    public TimeSpan StartInterval { get; init; } = TimeSpan.FromSeconds(0.2);
    public int TriesAtStart { get; init; } = 3;
    public int LinesOfFailure { get; init; } = 15;

    /// <summary>A process came or went: run.json is to be written again.</summary>
    public Action Changed { get; set; } = () => { };
}
