using System.Globalization;
using Meida.Testing.Servers;
using RabbitMQ.Client;

namespace Meida.EndToEnd.Running;

/// <summary>The broker of a running system, seen from outside.</summary>
internal static class BrokerQueues
{
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
        var text = await RabbitControl.Run(run.Rabbitmq.Pid, CancellationToken.None, "list_queues", "--no-table-headers", "name", "messages");
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))
            .ToDictionary(row => row[0], row => int.Parse(row[1], CultureInfo.InvariantCulture));
    }

    /// <summary>The queues of messages that nobody could or would handle, with how many they hold; empty ones are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> DeadLetters(this RunFile run) =>
        (await run.Queues()).Where(queue => queue.Value > 0
            && (queue.Key.EndsWith("_error", StringComparison.Ordinal) || queue.Key.EndsWith("_skipped", StringComparison.Ordinal)))
        .ToDictionary();
}
