using System.Diagnostics;
using System.Globalization;
using RabbitMQ.Client;

namespace Meida.EndToEnd.Running;

/// <summary>The broker of a running system, seen from outside.</summary>
internal static class BrokerQueues
{
    private const string Control = "/usr/lib/rabbitmq/bin/rabbitmqctl";

    public static Task<IConnection> ConnectToBroker(this RunFile run) => new ConnectionFactory
    {
        HostName = run.Rabbitmq.Host,
        Port = run.Rabbitmq.Port,
        UserName = run.Rabbitmq.User,
        Password = run.Rabbitmq.Password,
        VirtualHost = run.Rabbitmq.Vhost ?? "/",
        AutomaticRecoveryEnabled = false,
    }.CreateConnectionAsync();

    /// <summary>How many messages each queue holds, whether ready or with a consumer.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> Queues(this RunFile run)
    {
        var start = new ProcessStartInfo(Control, ["-q", "list_queues", "--no-table-headers", "name", "messages"]) { RedirectStandardOutput = true };
        // The node's own environment says where its cookie and its port mapper are.
        foreach (var variable in (await File.ReadAllTextAsync($"/proc/{run.Rabbitmq.Pid}/environ")).Split('\0'))
        {
            if (variable.Split('=', 2) is [var name, var value] && (name == "HOME" || name.StartsWith("RABBITMQ_", StringComparison.Ordinal) || name.StartsWith("ERL_EPMD_", StringComparison.Ordinal)))
                start.Environment[name] = value;
        }

        // What is for the server only.
        foreach (var name in (string[])["RABBITMQ_SERVER_START_ARGS", "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "RABBITMQ_DIST_PORT", "RABBITMQ_NODE_PORT"])
            start.Environment.Remove(name);
        using var control = Process.Start(start)!;
        var text = await control.StandardOutput.ReadToEndAsync();
        await control.WaitForExitAsync();
        Assert.True(control.ExitCode == 0, $"rabbitmqctl ended with {control.ExitCode}: {text}");
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))
            .ToDictionary(row => row[0], row => int.Parse(row[1], CultureInfo.InvariantCulture));
    }

    /// <summary>The queues of messages that nobody could or would handle, with how many they hold; empty ones are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> DeadLetters(this RunFile run) =>
        (await run.Queues()).Where(queue => queue.Value > 0
            && (queue.Key.EndsWith("_error", StringComparison.Ordinal) || queue.Key.EndsWith("_skipped", StringComparison.Ordinal)))
        .ToDictionary();
}
