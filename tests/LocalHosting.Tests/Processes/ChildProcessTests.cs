using System.Diagnostics;
using Meida.LocalHosting.Processes;

namespace Meida.LocalHosting.Tests.Processes;

public sealed class ChildProcessTests
{
    [Fact]
    public async Task Both_outputs_and_the_exit_status_come_through()
    {
        var (status, output) = await ChildProcess.Run(Shell("echo one; echo two >&2; exit 3"), CancellationToken.None);

        Assert.Equal(3, status);
        Assert.Equal(["one", "two"], output.Split('\n').Order());
    }

    [Fact]
    public async Task Arguments_reach_the_program_untouched_by_a_shell()
    {
        var (_, output) = await ChildProcess.Run(
            new ChildProcessOptions { FileName = "printf", Arguments = ["%s|", "a b", "$HOME", "美大 'x'"] }, CancellationToken.None);

        Assert.Equal("a b|$HOME|美大 'x'|", output);
    }

    [Fact]
    public async Task One_that_ignores_the_signal_is_killed_after_its_grace()
    {
        var ready = new TaskCompletionSource();
        await using var child = ChildProcess.Start(Shell("trap '' TERM; echo ready; while :; do sleep 600; done") with { OnOutput = _ => ready.TrySetResult() });
        await ready.Task;
        var watch = Stopwatch.StartNew();

        await child.Stop(Signals.Terminate, TimeSpan.FromSeconds(1), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(128 + Signals.Kill, await child.Exited);
        // A timer of a second may fire some milliseconds early by the finer clock.
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(0.9), $"Killed after {watch.Elapsed}.");
    }

    [Fact]
    public async Task The_environment_is_added_to_or_replaced()
    {
        var added = new Dictionary<string, string?> { ["GREETING"] = "hello", ["PATH"] = Environment.GetEnvironmentVariable("PATH") };

        var (_, on) = await ChildProcess.Run(Shell("echo $GREETING${HOME:+ home}") with { Environment = added }, CancellationToken.None);
        var (_, alone) = await ChildProcess.Run(Shell("echo $GREETING${HOME:+ home}") with { Environment = added, ClearEnvironment = true }, CancellationToken.None);

        Assert.Equal("hello home", on);
        Assert.Equal("hello", alone);
    }

    [Fact]
    public void A_program_that_does_not_exist_is_named()
    {
        var missing = Assert.Throws<MissingToolException>(() => ChildProcess.Start(new ChildProcessOptions { FileName = "no-such-program" }));

        Assert.Contains("no-such-program", missing.Message, StringComparison.Ordinal);
    }

    private static ChildProcessOptions Shell(string script) => new() { FileName = "/bin/sh", Arguments = ["-c", script] };
}
