using Npgsql;

namespace Meida.Testing;

/// <summary>A fresh, empty database, dropped when disposed of.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly PostgresServer _server;

    private PostgresDatabase(PostgresServer server, string name)
    {
        (_server, Name) = (server, name);
        ConnectionString = server.ConnectionString(name);
    }

    /// <summary>Its name, unique on the server.</summary>
    public string Name { get; }

    /// <summary>The connection string for Npgsql.</summary>
    public string ConnectionString { get; }

    /// <summary>Makes one on the process's server.</summary>
    public static async Task<PostgresDatabase> Create(string prefix = "test")
    {
        var server = await TestServers.Postgres;
        var database = new PostgresDatabase(server, $"{prefix}_{Guid.NewGuid():N}");
        await database.Admin($"""CREATE DATABASE "{database.Name}" """);
        return database;
    }

    /// <summary>Runs SQL and gives the first value of the first row.</summary>
    public async Task<T?> Scalar<T>(string sql, params object[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>Runs SQL.</summary>
    public async Task Execute(string sql, params object[] parameters) => await Scalar<object>(sql, parameters);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString))
            NpgsqlConnection.ClearPool(connection);
        await Admin($"""DROP DATABASE IF EXISTS "{Name}" WITH (FORCE)""");
    }

    private async Task Admin(string sql)
    {
        await using var connection = new NpgsqlConnection(_server.ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
