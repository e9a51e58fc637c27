using Meida.Testing.Servers;
using Npgsql;
using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;

namespace Meida.Testing;

/// <summary>
/// One PostgreSQL and one RabbitMQ a test process, started when first asked for: the ones that MEIDA_TEST_POSTGRES and
/// MEIDA_TEST_RABBITMQ name, else containers where a container engine answers, else the machine's own servers.
/// </summary>
public static class TestServers
{
    private const string Password = "test";

    private static readonly Lazy<Task<PostgresServer>> LazyPostgres = new(StartPostgres);
    private static readonly Lazy<Task<BrokerServer>> LazyBroker = new(StartBroker);
    private static readonly Lazy<ScratchDirectory> Scratch = new(TestPlaces.Scratch);

    /// <summary>The PostgreSQL of this process.</summary>
    public static Task<PostgresServer> Postgres => LazyPostgres.Value;

    /// <summary>The RabbitMQ of this process.</summary>
    public static Task<BrokerServer> Broker => LazyBroker.Value;

    // Servers of our own need no clean-up here: they end with this process, as Ryuk ends the containers.
    private static async Task<PostgresServer> StartPostgres()
    {
        if (Environment.GetEnvironmentVariable("MEIDA_TEST_POSTGRES") is { Length: > 0 } given)
            return new PostgresServer(given);

        if (Containers.Answer)
        {
            var container = new PostgreSqlBuilder("postgres:17-alpine").WithCommand("-c", "max_connections=200").Build();
            await container.StartAsync();
            return new PostgresServer(container.GetConnectionString());
        }

        var native = await NativePostgres.Start(Path.Combine(Scratch.Value.Path, "postgres"), Password, durable: false);
        return new PostgresServer(native.ConnectionString("postgres"));
    }

    private static async Task<BrokerServer> StartBroker()
    {
        if (Environment.GetEnvironmentVariable("MEIDA_TEST_RABBITMQ") is { Length: > 0 } given)
            return BrokerServer.WithManagement(new Uri(given), Environment.GetEnvironmentVariable("MEIDA_TEST_RABBITMQ_API"));

        if (Containers.Answer)
        {
            var container = new RabbitMqBuilder("rabbitmq:4-management-alpine").WithPortBinding(15672, assignRandomHostPort: true).Build();
            await container.StartAsync();
            return BrokerServer.WithManagement(
                new Uri(container.GetConnectionString()), $"http://{container.Hostname}:{container.GetMappedPublicPort(15672)}");
        }

        var native = await NativeRabbitMq.Start(Path.Combine(Scratch.Value.Path, "rabbitmq"));
        return new BrokerServer(native.Address, native.CreateVirtualHost, native.RemoveVirtualHost);
    }
}

/// <summary>A PostgreSQL that tests make databases in.</summary>
/// <param name="AdminConnectionString">A superuser's connection to the database 'postgres'.</param>
public sealed record PostgresServer(string AdminConnectionString)
{
    /// <summary>The connection string of one database.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder(AdminConnectionString)
    {
        Database = database,
        IncludeErrorDetail = true,
        // Many factories share the server's 200 connections.
        MaxPoolSize = 25,
    }.ConnectionString;
}
