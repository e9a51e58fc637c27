using System.Globalization;

namespace Meida.Testing.Servers;

/// <summary>A private PostgreSQL of this machine.</summary>
public sealed class NativePostgres : IAsyncDisposable
{
    private const string User = "meida";
    private static readonly string[] Fast = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

    private readonly ServerProcess _server;
    private readonly string _password;

    private NativePostgres(ServerProcess server, int port, string password) => (_server, Port, _password) = (server, port, password);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The postmaster's process id.</summary>
    public int Pid => _server.Pid;

    /// <summary>The connection string, as Npgsql reads it, of one database.</summary>
    public string ConnectionString(string database) => string.Create(CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={Port};Username={User};Password={_password};Database={database}");

    /// <summary>Starts the cluster kept in the directory, or makes one first; returns when it answers.</summary>
    public static async Task<NativePostgres> Start(string directory, string password, bool durable)
    {
        var port = FreePorts.Take(1)[0];
        var server = await ServerProcess.Start(
            "postgres.sh", directory, [port.ToString(CultureInfo.InvariantCulture), .. durable ? [] : Fast],
            new Dictionary<string, string> { ["POSTGRES_USER"] = User, ["POSTGRES_PASSWORD"] = password },
            "database system is ready to accept connections", "data/postmaster.pid");
        return new NativePostgres(server, port, password);
    }

    /// <summary>Stops it.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
