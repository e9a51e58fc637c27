// Keeps a table of every ticket's newest status from the events on meida.events.
// usage: dotnet run -- <amqp uri> <sqlite file>      (the user needs read on meida.events and its own ext.<name>.* queue)
using System.Text.Json;
using Microsoft.Data.Sqlite;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

const string Queue = "ext.sample.tickets";
using var db = new SqliteConnection($"Data Source={args[1]}");
db.Open();
Execute("create table if not exists seen (id text primary key)");
Execute("create table if not exists tickets (ticket_no text primary key, status text not null, version int not null)");

var factory = new ConnectionFactory { Uri = new Uri(args[0]), AutomaticRecoveryEnabled = true, NetworkRecoveryInterval = TimeSpan.FromSeconds(1) };
await using var connection = await factory.CreateConnectionAsync();
await using var channel = await connection.CreateChannelAsync();
await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
await channel.QueueBindAsync(Queue, "meida.events", "ticket.*");
await channel.BasicQosAsync(0, 50, global: false);

var consumer = new AsyncEventingBasicConsumer(channel);
consumer.ReceivedAsync += async (_, delivery) =>
{
    using var cloudEvent = JsonDocument.Parse(delivery.Body);
    Apply(cloudEvent.RootElement);
    await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
};
await channel.BasicConsumeAsync(Queue, autoAck: false, consumer);

var stop = new TaskCompletionSource();
Console.CancelKeyPress += (_, key) => { key.Cancel = true; stop.TrySetResult(); };
await stop.Task;

// At least once and in any order: the id makes it once, the version makes the newest win, one transaction makes it both.
void Apply(JsonElement cloudEvent)
{
    using var transaction = db.BeginTransaction();
    if (Execute("insert or ignore into seen values ($1)", cloudEvent.GetProperty("id").GetString()!) == 1
        && cloudEvent.GetProperty("data").TryGetProperty("version", out var version))
    {
        Execute("insert into tickets values ($1, $2, $3) on conflict do update set status = $2, version = $3 where version < $3",
            cloudEvent.GetProperty("subject").GetString()!, cloudEvent.GetProperty("type").GetString()!, version.GetInt32());
        Console.WriteLine($"{cloudEvent.GetProperty("subject")} {cloudEvent.GetProperty("type")}");
    }

    transaction.Commit();
}

int Execute(string sql, params object[] values)
{
    using var command = new SqliteCommand(sql, db);
    for (var i = 0; i < values.Length; i++)
        command.Parameters.AddWithValue($"${i + 1}", values[i]);
    return command.ExecuteNonQuery();
}
