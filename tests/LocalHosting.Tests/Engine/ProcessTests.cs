using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Meida.LocalHosting.Engine;
using Meida.LocalHosting.Processes;
using Meida.Testing;

namespace Meida.LocalHosting.Tests.Engine;

/// <summary>The whole engine as a process of its own, as ./run starts it.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly ScratchDirectory _home = TestPlaces.Scratch();
    private readonly int _port = FreePorts.Take(1)[0];

    private string RunFile => Path.Combine(_home.Path, "run.json");

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    public async Task SIGINT_and_SIGTERM_end_everything_with_status_0(int signal)
    {
        await using var engine = Start();
        var run = await Healthy(engine);
        Assert.Equal($"http://localhost:{_port}", run.Gateway);

        await engine.Stop(signal, TimeSpan.FromSeconds(60), CancellationToken.None);

        Assert.Equal(0, await engine.Exited);
        Assert.False(File.Exists(RunFile));
        Assert.All(run.Services, service => Assert.False(Directory.Exists($"/proc/{service.Pid}")));
    }

    [Fact]
    public async Task A_killed_engine_leaves_no_process_and_the_next_one_starts_at_once()
    {
        await using var killed = Start();
        var run = await Healthy(killed);

        Process.GetProcessById(killed.Pid).Kill();
        await killed.Exited;
        await using var next = Start();

        var again = await Healthy(next, without: run.Services[0].Pid);
        Assert.Equal(2, again.Services.Count);
        // Not by their directories in /proc: the init of some machines lets an orphan be a zombie for a while.
        await Eventually.Is(() => run.Services.All(service => Posix.StartTime(service.Pid) is null), "A service outlived its engine.", TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_second_engine_over_the_same_home_says_so_in_one_sentence()
    {
        await using var first = Start();
        await Healthy(first);

        var (status, output) = await ChildProcess.Run(Options(FreePorts.Take(1)[0]), CancellationToken.None);

        Assert.NotEqual(0, status);
        Assert.Equal($"Another run uses {_home.Path}: stop it, or set MEIDA_HOME (and MEIDA_PORT) for a second one beside it.", output);
        Assert.False(first.HasExited);
    }

    [Fact]
    public async Task A_taken_port_is_named_in_one_sentence()
    {
        using var squatter = new TcpListener(System.Net.IPAddress.Loopback, _port);
        squatter.Start();

        var (status, output) = await ChildProcess.Run(Options(_port), CancellationToken.None);

        Assert.NotEqual(0, status);
        Assert.Equal($"Port {_port} is taken by another program: stop that, or set MEIDA_PORT to a free port.", output);
    }

    [Fact]
    public async Task A_wrong_setting_is_named_in_one_sentence()
    {
        var options = Options(_port) with { Environment = new Dictionary<string, string?> { ["MEIDA_HOME"] = _home.Path, ["MEIDA_PORT"] = "abc" } };

        var (status, output) = await ChildProcess.Run(options, CancellationToken.None);

        Assert.Equal(2, status);
        Assert.Equal("MEIDA_PORT is 'abc', but must be a port number from 1 to 65535.", output);
    }

    [Fact]
    public async Task Damaged_secrets_are_named_in_one_sentence_and_left_alone()
    {
        await File.WriteAllTextAsync(Path.Combine(_home.Path, "secrets.json"), "{ half");

        var damaged = Assert.Throws<StartupException>(() => new SecretStore(_home.Path).GetOrCreate("data-key", () => "new"));

        Assert.Contains("secrets.json cannot be read", damaged.Message, StringComparison.Ordinal);
        Assert.Equal("{ half", await File.ReadAllTextAsync(Path.Combine(_home.Path, "secrets.json")));
    }

    private ChildProcess Start() => ChildProcess.Start(Options(_port));

    private ChildProcessOptions Options(int port) => new()
    {
        FileName = "dotnet",
        Arguments = [typeof(TinyService).Assembly.Location, "--apphost"],
        Environment = new Dictionary<string, string?> { ["MEIDA_HOME"] = _home.Path, ["MEIDA_PORT"] = TinyApplication.Text(port) },
    };

    private async Task<RunFileContent> Healthy(ChildProcess engine, int without = 0)
    {
        RunFileContent? run = null;
        await Eventually.Is(
            async () =>
            {
                Assert.False(engine.HasExited);
                run = JsonSerializer.Deserialize<RunFileContent>(await File.ReadAllTextAsync(RunFile), JsonSerializerOptions.Web);
                Assert.DoesNotContain(without, run!.Services.Select(s => s.Pid));
            },
            TimeSpan.FromSeconds(90));
        return run!;
    }
}
