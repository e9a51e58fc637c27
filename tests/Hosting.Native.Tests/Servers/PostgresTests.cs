using System.Diagnostics;
using Meida.Testing;
using Meida.Testing.Servers;
using Npgsql;

namespace Meida.Hosting.Native.Tests.Servers;

public sealed class PostgresTests : IDisposable
{
    private readonly ScratchDirectory _scratch = TestPlaces.Scratch();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task It_answers_with_the_password_and_refuses_without()
    {
        await using var server = await NativePostgres.Start(_scratch.Path, "secret", durable: true);

        Assert.Equal("postgres", await Scalar(server.ConnectionString("postgres"), "SELECT current_database()"));
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            Scalar(server.ConnectionString("postgres").Replace("Password=secret", "Password=wrong", StringComparison.Ordinal), "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task A_committed_row_survives_kill_9_of_the_server()
    {
        await using (var killed = await NativePostgres.Start(_scratch.Path, "secret", durable: true))
        {
            await Scalar(killed.ConnectionString("postgres"), "CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)");
            using var process = Process.GetProcessById(killed.Pid);
            process.Kill();
        }

        await using var server = await NativePostgres.Start(_scratch.Path, "secret", durable: true);

        Assert.Equal(42, await Scalar(server.ConnectionString("postgres"), "SELECT id FROM kept"));
    }

    [Fact]
    public async Task A_stop_ends_it_within_seconds_though_a_client_is_connected()
    {
        await using var server = await NativePostgres.Start(_scratch.Path, "secret", durable: true);
        await using var connection = new NpgsqlConnection(server.ConnectionString("postgres"));
        await connection.OpenAsync();

        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(8));

        Assert.True(FreePorts.IsFree(server.Port));
    }

    [Fact]
    public async Task A_cluster_is_only_opened_by_the_version_that_made_it()
    {
        await (await NativePostgres.Start(_scratch.Path, "secret", durable: false)).DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(_scratch.Path, "data", "PG_VERSION"), "9.6");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => NativePostgres.Start(_scratch.Path, "secret", durable: false));

        Assert.Contains("were made by PostgreSQL 9.6, which is not installed", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<object?> Scalar(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
