using System.Diagnostics;
using System.Net;
using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Faults;

/// <summary>
/// What was acknowledged is there exactly once, whatever is killed. <c>./test</c> runs a short form;
/// <c>./test --faults</c> the long one. The exact points between commit, publish, confirm and acknowledgement are killed at
/// in the tests of Messaging.
/// </summary>
[Collection(SystemCollection.Name)]
public sealed class KillTests(RunningSystem system, ITestOutputHelper output)
{
    private const int Clients = 3;
    private static readonly bool Long = Environment.GetEnvironmentVariable("MEIDA_FAULTS") == "1";
    private static readonly int Kills = Long ? 24 : 7;
    private static readonly int Operations = Long ? 1000 : 100;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(Long ? 45 : 10);

    [Fact]
    public async Task What_was_acknowledged_is_there_exactly_once_whatever_is_killed()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"kill test: seed {seed}");
        var random = new Random(seed);
        var mark = $"fault-{Guid.NewGuid():N}";
        var subscriber = new Subscriber(system.Run, "ext.fault-test.tickets");
        await subscriber.Subscribe();
        var lettersBefore = await system.Run.DeadLetters();

        var workload = new Workload(system.Gateway, mark);
        using var clients = new CancellationTokenSource();
        var running = Enumerable.Range(0, Clients).Select(_ => workload.Run(() => !clients.IsCancellationRequested)).ToArray();
        var (kills, longest) = await KillAtRandom(workload, random);
        await clients.CancelAsync();
        await Task.WhenAll(running);

        var aftermath = new Aftermath(system.Run, mark);
        await aftermath.Quiet();
        var lost = await aftermath.Lost(workload);
        var doubled = await aftermath.Doubled(workload);
        output.WriteLine($"kill test: {kills} kills, {workload.Acknowledged} operations on {workload.Tickets.Count} tickets, {lost.Count} lost, {doubled.Count} doubled, longest recovery {longest.TotalSeconds:F1} s");

        Assert.Empty(workload.Surprises);
        Assert.Empty(lost);
        Assert.Empty(doubled);
        Assert.True(kills >= Kills && workload.Acknowledged >= Operations, "The run ended before it had done enough.");
        await aftermath.ProjectionsEqualTheirOwners();
        Assert.Empty(await aftermath.Unheard(await subscriber.Read()));
        Assert.Equal(lettersBefore, await system.Run.DeadLetters());
        using var admin = await Client.SignIn(system.Gateway, "admin");
        await aftermath.ReceiptsAreWhole(workload, admin);
    }

    // In rounds, each part once a round in an order that chance gives, at moments that chance gives.
    private async Task<(int Kills, TimeSpan Longest)> KillAtRandom(Workload workload, Random random)
    {
        string[] targets = ["gateway", "booking", "tickets", "technicians", "files", "rabbitmq", "postgres"];
        if (system.Run.Storage is { Kind: "s3", Pid: > 0 })
            targets = [.. targets, "storage"];

        var (kills, longest) = (0, TimeSpan.Zero);
        var limit = Stopwatch.StartNew();
        while ((kills < Math.Max(Kills, targets.Length) || workload.Acknowledged < Operations) && limit.Elapsed < Limit)
        {
            if (kills % targets.Length == 0)
                random.Shuffle(targets);
            await Task.Delay(random.Next(100, 2000));
            if (kills < Math.Max(Kills, targets.Length))
            {
                var recovery = await KillAndAwaitRecovery(targets[kills++ % targets.Length]);
                longest = recovery > longest ? recovery : longest;
            }
        }

        return (kills, longest);
    }

    private async Task<TimeSpan> KillAndAwaitRecovery(string target)
    {
        var pid = Pid(target);
        RunningSystem.Kill(pid);
        var down = Stopwatch.StartNew();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        await Eventually.Is(async () =>
        {
            Assert.NotEqual(pid, Pid(target));
            foreach (var service in system.Run.Services)
                Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(service.Url, "/health"))).StatusCode);
        }, TimeSpan.FromSeconds(120));
        return down.Elapsed;
    }

    private int Pid(string target) => target switch
    {
        "postgres" => system.Run.Postgres.Pid,
        "rabbitmq" => system.Run.Rabbitmq.Pid,
        "storage" => system.Run.Storage.Pid ?? 0,
        _ => system.Run.Service(target).Pid,
    };
}
