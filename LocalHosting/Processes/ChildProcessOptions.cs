namespace Meida.LocalHosting.Processes;

/// <summary>What to start, and as whom.</summary>
public sealed record ChildProcessOptions
{
    /// <summary>The program, as a path or as a name looked up in PATH.</summary>
    public required string FileName { get; init; }

    /// <summary>The arguments, passed as they are, without a shell.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The directory to start in; the parent's own when absent.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables on top of the inherited ones; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether the child starts with nothing but <see cref="Environment"/>.</summary>
    public bool ClearEnvironment { get; init; }

    /// <summary>Called with every line of standard output and standard error.</summary>
    public Action<string>? OnOutput { get; init; }

    /// <summary>The user to run as when the parent is root; ignored otherwise.</summary>
    public string? RunAsUser { get; init; }

    /// <summary>What the reaper sends first when the parent is gone.</summary>
    public int OrphanSignal { get; init; } = Signals.Terminate;
}
