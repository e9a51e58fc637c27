using Meida.LocalHosting.Processes;
using Meida.LocalHosting.Servers;
using Meida.Testing;
using Npgsql;

namespace Meida.LocalHosting.Tests.Servers;

public sealed class NativePostgresTests : IDisposable
{
    private readonly ScratchDirectory _scratch = TestPlaces.Scratch();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task It_answers_with_the_password_and_refuses_without()
    {
        await using var server = await NativePostgres.Start(Options(), CancellationToken.None);
        await server.CreateDatabase("tickets", CancellationToken.None);
        await server.CreateDatabase("tickets", CancellationToken.None);

        Assert.Equal("tickets", await Scalar(server, "tickets", "SELECT current_database()"));
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            Scalar(server.ConnectionString("tickets").Replace("Password=secret", "Password=wrong", StringComparison.Ordinal), "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task A_committed_row_survives_kill_9_of_the_server()
    {
        int port;
        await using (var killed = await NativePostgres.Start(Options(), CancellationToken.None))
        {
            await Scalar(killed, "postgres", "CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)");
            port = killed.Port;
            Kill(killed.Pid);
            await killed.Exited.WaitAsync(TimeSpan.FromSeconds(5));
        }

        await using var server = await NativePostgres.Start(Options() with { Port = port }, CancellationToken.None);

        Assert.Equal(port, server.Port);
        Assert.Equal(42, await Scalar(server, "postgres", "SELECT id FROM kept"));
    }

    [Fact]
    public async Task A_stop_ends_it_within_seconds_though_a_client_is_connected()
    {
        await using var server = await NativePostgres.Start(Options(), CancellationToken.None);
        await using var connection = new NpgsqlConnection(server.ConnectionString("postgres"));
        await connection.OpenAsync();

        await server.Stop(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(8));

        Assert.Equal(0, await server.Exited);
        Assert.True(FreePorts.IsFree(server.Port));
    }

    [Fact]
    public async Task A_taken_port_is_said_in_a_sentence()
    {
        await using var first = await NativePostgres.Start(Options("first"), CancellationToken.None);

        var refused = await Assert.ThrowsAsync<ServerStartException>(() =>
            NativePostgres.Start(Options("second") with { Port = first.Port }, CancellationToken.None));

        Assert.Equal($"PostgreSQL did not start, for port {first.Port} of 127.0.0.1 is taken by another program.", refused.Message);
    }

    [Fact]
    public void A_missing_server_is_said_in_a_sentence_with_the_way_out()
    {
        var missing = Assert.Throws<MissingToolException>(() => PostgresPrograms.Find(null, []));

        Assert.Contains("apt-get install postgresql", missing.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', missing.Message);
    }

    [Fact]
    public void A_cluster_is_only_opened_by_the_version_that_made_it()
    {
        PostgresPrograms[] installed = [new("/a", "9.6"), new("/b", "15"), new("/c", "17")];

        Assert.Equal("17", PostgresPrograms.Find(null, installed).Version);
        Assert.Equal("15", PostgresPrograms.Find("15", installed).Version);
        Assert.Throws<MissingToolException>(() => PostgresPrograms.Find("16", installed));
    }

    private NativePostgresOptions Options(string name = "postgres") => new()
    {
        Directory = Path.Combine(_scratch.Path, name),
        Password = "secret",
    };

    private static Task<object?> Scalar(NativePostgres server, string database, string sql) => Scalar(server.ConnectionString(database), sql);

    private static async Task<object?> Scalar(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static void Kill(int pid)
    {
        using var process = System.Diagnostics.Process.GetProcessById(pid);
        process.Kill();
    }
}
