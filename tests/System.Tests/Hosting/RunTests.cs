using System.Net;
using System.Net.Sockets;
using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Hosting;

/// <summary>How a run begins and ends, in order and out of it; beside the shared system and not while that one is under test.</summary>
[Collection(SystemCollection.Name)]
public sealed class RunTests : IDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan CrashLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RefusalLimit = TimeSpan.FromSeconds(60);

    private readonly ScratchDirectory _home = TestPlaces.Scratch();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_second_run_over_the_same_home_says_so_and_SIGTERM_ends_the_first_in_order()
    {
        using var run = await RunProcess.StartHealthy(_home.Path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(RunProcess.RunFilePath(_home.Path)));
        using (var second = RunProcess.Start(_home.Path, "0"))
        {
            Assert.Equal(1, await second.Ends(RefusalLimit));
            Assert.Equal($"Another run uses {_home.Path}: stop it, or set MEIDA_HOME (and MEIDA_PORT) for a second one beside it.", second.Console());
        }
        using (var http = new HttpClient())
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(run.Run.Gateway, "/health"))).StatusCode);

        run.Terminate();

        Assert.Equal(0, await run.Ends(StopLimit));
        Assert.False(File.Exists(RunProcess.RunFilePath(_home.Path)));
        await LeavesNothing(run, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task After_kill_9_of_the_AppHost_or_of_the_orchestrator_nothing_runs_on_and_the_next_run_starts()
    {
        using (var killed = await RunProcess.StartHealthy(_home.Path, ignoringInterrupt: true))
        {
            RunningSystem.Kill(killed.Pid);
            await LeavesNothing(killed, CrashLimit);
        }

        using (var orphan = await RunProcess.StartHealthy(_home.Path, ignoringInterrupt: true))
        {
            foreach (var pid in orphan.Processes().Where(pid => RunProcess.CommandOf(pid).Contains("/dcp ", StringComparison.Ordinal)))
                RunningSystem.Kill(pid);
            Assert.NotEqual(0, await orphan.Ends(CrashLimit));
            await LeavesNothing(orphan, CrashLimit);
        }

        // As from a shell's background, where an interrupt is ignored from the start.
        using var last = await RunProcess.StartHealthy(_home.Path, ignoringInterrupt: true);
        last.Terminate();
        Assert.Equal(0, await last.Ends(StopLimit));
        await LeavesNothing(last, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_taken_port_is_named_in_one_sentence()
    {
        var port = FreePorts.Take(1)[0];
        using var squatter = new TcpListener(IPAddress.Loopback, port);
        squatter.Start();

        await Refuses(_home.Path, $"{port}", $"Port {port} is taken by another program: stop it, or set MEIDA_PORT to another port.");
    }

    [Fact]
    public Task A_wrong_setting_is_named_in_one_sentence() =>
        Refuses(_home.Path, "abc", "MEIDA_PORT is 'abc', but must be a port number from 1 to 65535.");

    [Fact]
    public async Task A_home_that_cannot_be_written_is_named_in_one_sentence()
    {
        var file = Path.Combine(_home.Path, "file");
        await File.WriteAllTextAsync(file, "");

        await Refuses(Path.Combine(file, "home"), "0", $"MEIDA_HOME {Path.Combine(file, "home")} cannot be used:");
    }

    [Fact]
    public async Task Damaged_secrets_are_named_in_one_sentence_and_left_alone()
    {
        var secrets = Path.Combine(_home.Path, "secrets.json");
        await File.WriteAllTextAsync(secrets, "{ half");

        await Refuses(_home.Path, "0", $"{secrets} cannot be read");

        Assert.Equal("{ half", await File.ReadAllTextAsync(secrets));
    }

    private static async Task Refuses(string home, string port, string sentence)
    {
        using var run = RunProcess.Start(home, port);
        Assert.Equal(1, await run.Ends(RefusalLimit));
        Assert.StartsWith(sentence, run.Console(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', run.Console());
        await LeavesNothing(run, CrashLimit);
    }

    private static Task LeavesNothing(RunProcess run, TimeSpan within) =>
        Eventually.Is(() =>
        {
            Assert.Empty(run.Processes().Select(RunProcess.CommandOf));
            return Task.CompletedTask;
        }, within);
}
