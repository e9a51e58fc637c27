using System.Net;
using Meida.EndToEnd.Running;
using Npgsql;

namespace Meida.EndToEnd.Rights;

/// <summary>What a service that was broken into could not do in the databases, tried with that service's own connection string.</summary>
[Collection(SystemCollection.Name)]
public sealed class DatabaseLoginTests(RunningSystem system)
{
    private const string Refused = PostgresErrorCodes.InsufficientPrivilege;

    private static readonly Dictionary<string, string> Databases = new()
    {
        ["gateway"] = "identity", ["booking"] = "booking", ["tickets"] = "tickets", ["technicians"] = "technicians", ["files"] = "files",
    };

    private static readonly string[] OfEvery =
    [
        "copy (select 1) to program 'id'",
        "create temp table t (x text); copy t from program 'id'",
        "copy (select 1) to '/tmp/meida-rights'",
        "select pg_read_file('/etc/hostname')",
        "select lo_import('/etc/hostname')",
        "create table loot (id int)",
        "create function loot() returns int language sql as 'select 1'",
        "create role loot login superuser",
        "alter role current_user superuser",
        "set session authorization meida",
        "set role meida",
        "drop table outbox_message",
        "alter table outbox_message add column loot text",
        "select passwd from pg_shadow",
    ];

    private static readonly string[] OfHistory =
    [
        "update audit_logs set actor_name = 'nobody'", "delete from audit_logs", "truncate audit_logs", "alter table audit_logs disable trigger all",
        "drop trigger audit_logs_only_grow on audit_logs", "insert into audit_logs select * from audit_logs limit 1 on conflict (id) do update set actor_name = 'nobody'",
    ];

    public static TheoryData<string, string> Statements()
    {
        var statements = new TheoryData<string, string>();
        foreach (var service in Databases.Keys)
        {
            foreach (var statement in OfEvery)
                statements.Add(service, service == "gateway" ? statement.Replace("outbox_message", "signing_keys", StringComparison.Ordinal) : statement);
            foreach (var statement in service == "booking" ? [] : OfHistory)
                statements.Add(service, statement);
        }
        foreach (var statement in OfHistory[..4])
            statements.Add("tickets", statement.Replace("audit_logs", "ticket_events", StringComparison.Ordinal));
        return statements;
    }

    public static TheoryData<string, string> OtherDatabases() =>
        [.. from service in Databases.Keys from other in Databases.Values.Append("postgres").Append("template1") where other != Databases[service] select (service, other)];

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_service_may_not(string service, string statement)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(service, Databases[service]));
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(statement, connection, transaction);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.True(refused.SqlState == Refused, $"{service}: {statement}: {refused.Message}");
    }

    [Theory]
    [MemberData(nameof(OtherDatabases))]
    public async Task A_service_may_not_even_look_at(string service, string database)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(service, database));

        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());

        Assert.Equal(Refused, refused.SqlState);
    }

    [Theory]
    [InlineData("identity", "audit_logs")]
    [InlineData("tickets", "audit_logs")]
    [InlineData("tickets", "ticket_events")]
    [InlineData("technicians", "audit_logs")]
    [InlineData("files", "audit_logs")]
    public async Task Not_even_the_server_s_own_account_changes_a_row_of(string database, string table)
    {
        await Written();
        foreach (var statement in (string[])[$"update {table} set actor_name = 'nobody'", $"delete from {table}"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => system.Run.Scalar<int>(database, statement));
            Assert.Equal((PostgresErrorCodes.RaiseException, $"{table} takes new rows only"), (refused.SqlState, refused.MessageText));
        }
    }

    [Fact]
    public async Task Each_process_has_the_secrets_that_it_uses_and_no_others()
    {
        var secrets = Databases.Keys.ToDictionary(service => service, service => system.Run.SettingsOf(service).Keys
            .Where(name => name.StartsWith("Privacy__", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray());

        Assert.Empty(secrets["files"]);
        Assert.Equal(["Privacy__CurrentDataKey", "Privacy__DataKeys__gateway", "Privacy__PhonePepper"], secrets["gateway"]);
        foreach (var service in (string[])["booking", "tickets", "technicians"])
            Assert.Equal(["Privacy__DataKey", "Privacy__PhonePepper"], secrets[service]);
        Assert.NotEqual(system.Run.SettingsOf("tickets")["Privacy__DataKey"], system.Run.SettingsOf("gateway")["Privacy__DataKeys__gateway"]);
        // Sealed with the key of that name: two, the length of the name, the name.
        Assert.All(
            await system.Run.Rows("identity", "select sealed_private_key from signing_keys"),
            row => Assert.Equal([2, 7, .. "gateway"u8], Convert.FromBase64String(row)[..9]));
    }

    // One row at least in each of the tables.
    private async Task Written()
    {
        using var admin = await Client.SignIn(system.Gateway, "admin");
        using var agent = await Client.SignIn(system.Gateway, "agent");
        var booked = (await admin.Post("/api/public/booking", Samples.Booking())).Is(HttpStatusCode.Created).Json;
        await Testing.Eventually.Is(async () => (await admin.Get($"/api/tickets/{booked["ticketId"]}")).Is(HttpStatusCode.OK));
        (await admin.Post("/api/technicians", new { })).Is(HttpStatusCode.BadRequest, "validation");
        await Testing.Eventually.Is(async () => (await agent.Upload($"/api/tickets/{booked["ticketId"]}/images", ("receipt.png", Samples.Receipt(1)))).Is(HttpStatusCode.Conflict, "illegal-transition"));
    }

    private string ConnectionString(string service, string database) =>
        new NpgsqlConnectionStringBuilder(system.Run.ConnectionStringOf(service, $"{Databases[service]}db")) { Database = database, Pooling = false }.ConnectionString;
}
