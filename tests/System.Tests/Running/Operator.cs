using Aspire.Hosting.ApplicationModel;

namespace Meida.EndToEnd.Running;

/// <summary>Somebody at the dashboard: stops a part, which then stays down, and starts it again.</summary>
internal sealed class Operator(RunningSystem system)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Returns when the part is down.</summary>
    public async Task Stop(string part)
    {
        await system.Command(Program(part), KnownResourceCommands.StopCommand);
        await Reaches(part, state => state == KnownResourceStates.Finished || state == KnownResourceStates.Exited);
    }

    /// <summary>Returns when the part is back.</summary>
    public async Task Start(string part)
    {
        await system.Command(Program(part), KnownResourceCommands.StartCommand);
        await Reaches(part, state => state == KnownResourceStates.Running);
    }

    // A server of this machine is run by a program beside it.
    private string Program(string part) => system.Parts().Any(known => known.Name == $"{part}-process") ? $"{part}-process" : part;

    private Task Reaches(string part, Func<string?, bool> state) => Meida.Testing.Eventually.Is(
        () => state(system.Parts().Single(known => known.Name == Program(part)).State), $"{part} did not get there", Patience);
}
