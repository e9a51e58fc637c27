using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Meida.EndToEnd.Running;
using Meida.Testing;
using Npgsql;
using RabbitMQ.Client;
using Xunit.Abstractions;

namespace Meida.EndToEnd.Faults;

/// <summary>
/// What was acknowledged is there exactly once, whatever is killed. <c>./test</c> runs a short form;
/// <c>./test --faults</c> the long one.
/// </summary>
[Collection(SystemCollection.Name)]
public sealed class KillTests(RunningSystem system, ITestOutputHelper output)
{
    private const string Queue = "ext.fault-test.tickets";
    private static readonly string[] Targets = ["tickets", "rabbitmq", "booking", "technicians", "postgres", "files", "gateway"];
    private static readonly bool Long = Environment.GetEnvironmentVariable("MEIDA_FAULTS") == "1";
    private static readonly int Kills = Long ? 21 : 7;
    private static readonly int Operations = Long ? 1000 : 150;

    [Fact]
    public async Task What_was_acknowledged_is_there_exactly_once_whatever_is_killed()
    {
        var mark = $"fault-{Guid.NewGuid():N}";
        await DeclareSubscriberQueue();
        var workload = new Workload(system.Gateway, mark);
        var kills = 0;
        var longest = TimeSpan.Zero;
        using var clients = new CancellationTokenSource();
        var running = Enumerable.Range(0, 3).Select(_ => workload.Run(() => !clients.IsCancellationRequested)).ToArray();
        var limit = Stopwatch.StartNew();
        var random = new Random(7);
        while ((kills < Kills || workload.Acknowledged < Operations) && limit.Elapsed < TimeSpan.FromMinutes(30))
        {
            if (kills < Kills)
            {
                await Task.Delay(random.Next(200, 1500));
                longest = Max(longest, await KillAndAwaitRecovery(Targets[kills++ % Targets.Length]));
            }
            else
            {
                await Task.Delay(100);
            }
        }

        await clients.CancelAsync();
        await Task.WhenAll(running);
        await Eventually.Is(Quiet, TimeSpan.FromMinutes(2));

        var (lost, doubled) = await Compare(workload);
        var heard = await ReadSubscriberQueue();
        var unheard = await Unheard(heard, mark);
        output.WriteLine($"kills {kills}, operations {workload.Acknowledged}, tickets {workload.Tickets.Count}, lost {lost.Count}, doubled {doubled.Count}, longest recovery {longest.TotalSeconds:F1} s");

        Assert.Empty(workload.Surprises);
        Assert.Empty(lost);
        Assert.Empty(doubled);
        Assert.Empty(unheard);
        Assert.True(kills >= Kills && workload.Acknowledged >= Operations, "The run ended before it had done enough.");
        await ProjectionsEqualTheirOwners(mark);
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
        }, TimeSpan.FromSeconds(90));
        return down.Elapsed;
    }

    private int Pid(string target) => target switch
    {
        "postgres" => system.Run.Postgres.Pid,
        "rabbitmq" => system.Run.Rabbitmq.Pid,
        _ => system.Run.Service(target).Pid,
    };

    // Nothing waits to be sent, and no assignment is under way.
    private async Task Quiet()
    {
        foreach (var database in (string[])["booking", "tickets", "technicians", "files"])
            Assert.Equal(0L, await system.Run.Scalar<long>(database, "select count(*) from outbox_message where not_before < now() + interval '1 minute'"));
        Assert.Equal(0L, await system.Run.Scalar<long>("tickets", "select count(*) from assignments where ended_at is null"));
    }

    private async Task<(List<string> Lost, List<string> Doubled)> Compare(Workload workload)
    {
        var (lost, doubled) = (new List<string>(), new List<string>());
        string[] order = ["BOOKED", "CONFIRMED", "ASSIGNED", "COMPLETED"];
        foreach (var (id, acknowledged) in workload.Tickets)
        {
            var status = await Rows("tickets", $"select status from tickets where id = '{id}'");
            if (status is not [var now] || Array.IndexOf(order, now) < Array.IndexOf(order, acknowledged))
                lost.Add($"{id}: acknowledged {acknowledged}, is {string.Join(',', status)}");

            foreach (var action in await Rows("tickets", $"select action from ticket_events where ticket_id = '{id}' group by action having count(*) > 1"))
                doubled.Add($"{id}: {action}");
        }

        return (lost, doubled);
    }

    private async Task<List<string>> Unheard(HashSet<string> heard, string mark)
    {
        var told = await Rows("tickets", $"select e.id::text from ticket_events e join tickets t on t.id = e.ticket_id where t.product_model = '{mark}' and e.action in ('BOOKED','CONFIRMED','ASSIGNED','COMPLETED')");
        Assert.NotEmpty(told);
        return [.. told.Where(id => !heard.Contains(id))];
    }

    private async Task ProjectionsEqualTheirOwners(string mark) => await Eventually.Is(async () =>
    {
        var owners = await Rows("tickets", $"select id || ' ' || status from tickets where product_model = '{mark}' order by 1");
        Assert.NotEmpty(owners);
        var ids = string.Join(',', owners.Select(row => $"'{row.Split(' ')[0]}'"));
        Assert.Equal(owners, await Rows("booking", $"select id || ' ' || status from bookings where id in ({ids}) order by 1"));
        Assert.Equal(owners, await Rows("files", $"select ticket_id || ' ' || status from ticket_access where ticket_id in ({ids}) order by 1"));

        // Every reservation has a ticket that is its technician's, and the other way round.
        var assigned = await Rows("tickets", $"select id || ' ' || technician_id from tickets where technician_id is not null and id in ({ids}) order by 1");
        Assert.Equal(assigned, await Rows("technicians", $"select ticket_id || ' ' || technician_id from assignments where state <> 'RELEASED' and ticket_id in ({ids}) order by 1"));
    });

    private async Task<IReadOnlyList<string>> Rows(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(system.Run.ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }

    private ConnectionFactory Broker()
    {
        var broker = system.Run.Rabbitmq;
        return new ConnectionFactory { HostName = broker.Host, Port = broker.Port, UserName = broker.User, Password = broker.Password, VirtualHost = broker.Vhost ?? "/" };
    }

    private async Task DeclareSubscriberQueue()
    {
        await using var connection = await Broker().CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync(Queue, "meida.events", "ticket.*");
    }

    private async Task<HashSet<string>> ReadSubscriberQueue()
    {
        await using var connection = await Broker().CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var heard = new HashSet<string>();
        while (await channel.BasicGetAsync(Queue, autoAck: true) is { } delivery)
            heard.Add(JsonDocument.Parse(delivery.Body).RootElement.GetProperty("id").GetString()!);
        await channel.QueueDeleteAsync(Queue);
        return heard;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
