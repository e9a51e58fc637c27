using Aspire.Hosting.ApplicationModel;
using Meida.LocalHosting.Servers;

namespace Meida.LocalHosting.Engine;

/// <summary>The machine's PostgreSQL, as a private cluster under MEIDA_HOME.</summary>
internal sealed class PostgresRun(PostgresServerResource postgres, ResourceLog log, EngineContext context)
    : ResourceRun(postgres, log, context)
{
    public PostgresServerResource Server => postgres;
    public NativePostgres? Native { get; private set; }

    protected override async Task<IRunning?> Launch(CancellationToken cancellationToken)
    {
        var server = await NativePostgres.Start(
            new NativePostgresOptions
            {
                Directory = Path.Combine(Context.Settings.Home, Name),
                User = postgres.UserName,
                Password = postgres.Password,
                Port = postgres.Port,
                OnOutput = Log.Append,
            },
            cancellationToken);
        Native = server;
        return new Running(server);
    }

    private sealed class Running(NativePostgres server) : IRunning
    {
        public int Pid => server.Pid;
        public Task<int> Exited => server.Exited;

        public Task Stop(CancellationToken cancellationToken) => server.Stop(cancellationToken);

        public ValueTask DisposeAsync() => server.DisposeAsync();
    }
}

/// <summary>A database: created once the server is ready; nothing of its own runs.</summary>
internal sealed class DatabaseRun(PostgresDatabaseResource database, ResourceLog log, EngineContext context, Func<PostgresRun> server)
    : ResourceRun(database, log, context)
{
    public override bool TakesCommands => false;

    protected override async Task<IRunning?> Launch(CancellationToken cancellationToken)
    {
        await server().Native!.CreateDatabase(database.DatabaseName, cancellationToken);
        return null;
    }
}

/// <summary>The machine's RabbitMQ, as a private node under MEIDA_HOME.</summary>
internal sealed class RabbitMqRun(RabbitMQServerResource broker, ResourceLog log, EngineContext context)
    : ResourceRun(broker, log, context)
{
    public RabbitMQServerResource Broker => broker;

    protected override async Task<IRunning?> Launch(CancellationToken cancellationToken) =>
        new Running(await NativeRabbitMq.Start(
            new NativeRabbitMqOptions
            {
                Directory = Path.Combine(Context.Settings.Home, Name),
                User = broker.UserName,
                Password = broker.Password,
                SubscriberPassword = broker.SubscriberPassword,
                Port = broker.Port,
                OnOutput = Log.Append,
            },
            cancellationToken));

    private sealed class Running(NativeRabbitMq server) : IRunning
    {
        public int Pid => server.Pid;
        public Task<int> Exited => server.Exited;

        public Task Stop(CancellationToken cancellationToken) => server.Stop(cancellationToken);

        public ValueTask DisposeAsync() => server.DisposeAsync();
    }
}

/// <summary>The receipts' store: an S3 server of this machine (Ceph), or nothing at all when they go to the disk.</summary>
internal sealed class ObjectStorageRun(ObjectStorageResource storage, ResourceLog log, EngineContext context)
    : ResourceRun(storage, log, context)
{
    public ObjectStorageResource Storage => storage;
    public override bool TakesCommands => storage.IsServer;

    protected override async Task<IRunning?> Launch(CancellationToken cancellationToken)
    {
        if (!storage.IsServer)
            return null;
        return new Running(await NativeObjectStore.Start(
            new NativeObjectStoreOptions
            {
                Directory = Path.Combine(Context.Settings.Home, Name),
                AccessKey = storage.AccessKey,
                SecretKey = storage.SecretKey,
                Port = storage.Port,
                OnOutput = Log.Append,
            },
            cancellationToken));
    }

    private sealed class Running(NativeObjectStore server) : IRunning
    {
        // Monitor, disk, gateway: clients talk to the last.
        public int Pid => server.Pids[^1];
        public Task<int> Exited => server.Exited;

        public Task Stop(CancellationToken cancellationToken) => server.Stop(cancellationToken);

        public ValueTask DisposeAsync() => server.DisposeAsync();
    }
}
