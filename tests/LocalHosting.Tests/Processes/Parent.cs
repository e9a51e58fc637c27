using Meida.LocalHosting.Processes;

namespace Meida.LocalHosting.Tests.Processes;

/// <summary>
/// A parent to kill: starts a child that has a child of its own and one that ignores SIGTERM, makes a scratch directory,
/// writes "pid pid directory" and waits.
/// </summary>
internal static class Parent
{
    public static async Task<int> Run(string scratch)
    {
        var polite = ChildProcess.Start(new ChildProcessOptions { FileName = "/bin/sh", Arguments = ["-c", "sleep 600 & wait"] });
        var ready = new TaskCompletionSource();
        var deaf = ChildProcess.Start(new ChildProcessOptions
        {
            FileName = "/bin/sh",
            Arguments = ["-c", "trap '' TERM; echo ready; while :; do sleep 600; done"],
            OnOutput = _ => ready.TrySetResult(),
        });
        await ready.Task;
        await Console.Out.WriteLineAsync($"{polite.Pid} {deaf.Pid} {ScratchDirectory.Create(scratch).Path}");
        await Task.WhenAll(polite.Exited, deaf.Exited);
        return 0;
    }
}
