// Keeps a table of every ticket's status from the public events. Kill it whenever you like: it goes on where it was.
// usage: dotnet EventSubscriber.dll <amqp uri> <sqlite file>
using System.Text.Json;
using Microsoft.Data.Sqlite;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

// An account makes queues of its own name only.
var queue = $"ext.{new Uri(args[0]).UserInfo.Split(':')[0]}.tickets";
Dictionary<string, string> statuses = new()
{
    ["ticket.booked"] = "BOOKED", ["ticket.confirmed"] = "CONFIRMED", ["ticket.assigned"] = "ASSIGNED",
    ["ticket.returned"] = "CONFIRMED", ["ticket.started"] = "IN_PROGRESS", ["ticket.completed"] = "COMPLETED", ["ticket.canceled"] = "CANCELED",
};
using var db = new SqliteConnection($"Data Source={args[1]}");
db.Open();
Execute("create table if not exists seen (id text primary key)");
Execute("create table if not exists tickets (ticket_no text primary key, status text not null, version int not null)");

var factory = new ConnectionFactory { Uri = new Uri(args[0]), NetworkRecoveryInterval = TimeSpan.FromSeconds(1) };
await using var connection = await factory.CreateConnectionAsync();
await using var channel = await connection.CreateChannelAsync();
await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
await channel.QueueBindAsync(queue, "meida.events", "ticket.*");
await channel.BasicQosAsync(0, 50, global: false);
// What was not acknowledged comes again after the next start.
channel.CallbackExceptionAsync += (_, fault) => { Console.Error.WriteLine(fault.Exception.Message); Environment.Exit(1); return Task.CompletedTask; };

var consumer = new AsyncEventingBasicConsumer(channel);
consumer.ReceivedAsync += async (_, delivery) =>
{
    using var cloudEvent = JsonDocument.Parse(delivery.Body);
    Apply(cloudEvent.RootElement);
    await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
};
await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
Console.WriteLine($"reading {queue}");
await Task.Delay(Timeout.Infinite);

// At least once and in any order: the id makes it once, the version makes the newest win, one transaction makes it both.
void Apply(JsonElement cloudEvent)
{
    var (subject, type) = (cloudEvent.GetProperty("subject").GetString()!, cloudEvent.GetProperty("type").GetString()!);
    using var transaction = db.BeginTransaction();
    if (Execute("insert or ignore into seen values ($1)", cloudEvent.GetProperty("id").GetString()!) == 1 && statuses.TryGetValue(type, out var status))
        Execute("insert into tickets values ($1, $2, $3) on conflict do update set status = $2, version = $3 where version < $3",
            subject, status, cloudEvent.GetProperty("data").GetProperty("version").GetInt32());
    transaction.Commit();
    Console.WriteLine($"{subject} {type}");
}

int Execute(string sql, params object[] values)
{
    using var command = db.CreateCommand();
    command.CommandText = sql;
    for (var i = 0; i < values.Length; i++)
        command.Parameters.AddWithValue($"${i + 1}", values[i]);
    return command.ExecuteNonQuery();
}
