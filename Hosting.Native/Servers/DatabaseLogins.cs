using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Meida.Hosting.Native;

/// <summary>A login of one database, with rights on no other.</summary>
/// <param name="name">The resource's name.</param>
/// <param name="user">The login's name on the server.</param>
/// <param name="password">The login's password.</param>
/// <param name="database">The database.</param>
public sealed class DatabaseLoginResource(string name, string user, ParameterResource password, PostgresDatabaseResource database)
    : Resource(name), IResourceWithParent<PostgresDatabaseResource>, IResourceWithConnectionString
{
    /// <summary>The login's name on the server.</summary>
    public string User { get; } = user;

    /// <summary>The login's password.</summary>
    public ParameterResource Password { get; } = password;

    /// <summary>The database.</summary>
    public PostgresDatabaseResource Parent { get; } = database;

    /// <summary><c>Host=…;Port=…;Username=…;Password=…;Database=…</c>, as Npgsql reads it.</summary>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"Host={Parent.Parent.PrimaryEndpoint.Property(EndpointProperty.Host)};Port={Parent.Parent.PrimaryEndpoint.Property(EndpointProperty.Port)};Username={User};Password={Password};Database={Parent.DatabaseName}");
}

/// <summary>The two logins of a database.</summary>
/// <param name="Database">The database; who waits for it finds the logins made.</param>
/// <param name="Owner">Owns the database and all that is in it; for migrations.</param>
/// <param name="Service">Reads and writes rows, and nothing else.</param>
public sealed record DatabaseLogins(
    IResourceBuilder<PostgresDatabaseResource> Database, IResourceBuilder<DatabaseLoginResource> Owner, IResourceBuilder<DatabaseLoginResource> Service);

/// <summary>Makes logins.</summary>
public static class DatabaseLoginExtensions
{
    private static readonly SemaphoreSlim Closing = new(1, 1);

    /// <summary>
    /// Adds a database with two logins: <c>{databaseName}_owner</c>, and <c>{databaseName}_service</c> without the right to change
    /// the schema. Nobody else but the server's own account may connect. They are made, and given what an earlier account owned, when
    /// the database is there and before whoever waits for it starts.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="home">Keeps the passwords.</param>
    /// <param name="name">The resource's name, and that of the connection string.</param>
    /// <param name="databaseName">The database's name on the server: lower-case letters.</param>
    public static DatabaseLogins AddDatabaseWithLogins(this IResourceBuilder<PostgresServerResource> server, Home home, string name, string databaseName)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(home);
        var database = server.AddDatabase(name, databaseName);
        var logins = new DatabaseLogins(database, Login("owner"), Login("service"));
        database.OnResourceReady(async (_, ready, ct) =>
        {
            try
            {
                await Make(logins, ct);
            }
            catch (NpgsqlException e)
            {
                ready.Services.GetRequiredService<RunState>().Fail($"The logins of the database {databaseName} could not be made: {e.Message}");
            }
        });
        return logins;

        IResourceBuilder<DatabaseLoginResource> Login(string role)
        {
            var password = home.AddSecret(server.ApplicationBuilder, $"{databaseName}-{role}-password");
            return server.ApplicationBuilder.AddResource(new DatabaseLoginResource($"{databaseName}-{role}", $"{databaseName}_{role}", password.Resource, database.Resource))
                .WithInitialState(new CustomResourceSnapshot { ResourceType = "Login", State = KnownResourceStates.Running, Properties = [], IsHidden = true });
        }
    }

    private static async Task Make(DatabaseLogins logins, CancellationToken ct)
    {
        var (owner, service) = (logins.Owner.Resource, logins.Service.Resource);
        await using var connection = new NpgsqlConnection($"{await logins.Database.Resource.ConnectionStringExpression.GetValueAsync(ct)};Pooling=false");
        await connection.OpenAsync(ct);
        foreach (var login in (DatabaseLoginResource[])[owner, service])
            await Execute(connection, Ensure, ct, login.User, await login.Password.GetValueAsync(ct) ?? "");
        await CloseOthers(connection, ct);
        await Execute(connection, Rights, ct, logins.Database.Resource.DatabaseName, owner.User, service.User);
    }

    // The server's own databases are open to every login at first. One after the other: who writes the same row at the same time is refused.
    private static async Task CloseOthers(NpgsqlConnection connection, CancellationToken ct)
    {
        await Closing.WaitAsync(ct);
        try
        {
            await using var command = new NpgsqlCommand(Close, connection);
            await command.ExecuteNonQueryAsync(ct);
        }
        finally
        {
            Closing.Release();
        }
    }

    private static async Task Execute(NpgsqlConnection connection, string script, CancellationToken ct, params string[] values)
    {
        // Names and passwords travel as settings of the session: a block takes no parameters, and no text becomes SQL by itself.
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var set = new NpgsqlCommand($"select {string.Join(", ", values.Select((_, i) => $"set_config('meida.p{i}', ${i + 1}, true)"))}", connection, transaction))
        {
            foreach (var value in values)
                set.Parameters.Add(new NpgsqlParameter { Value = value });
            await set.ExecuteNonQueryAsync(ct);
        }
        await using var command = new NpgsqlCommand(script, connection, transaction);
        await command.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private const string Close = """
        do $$
        declare
          other text;
        begin
          foreach other in array array['postgres', 'template1'] loop
            if has_database_privilege('public', other, 'connect') then
              execute format('revoke all on database %I from public', other);
            end if;
          end loop;
        end $$;
        """;

    private const string Ensure = """
        do $$
        declare
          login text := current_setting('meida.p0');
        begin
          if not exists (select from pg_roles where rolname = login) then
            execute format('create role %I login', login);
          end if;
          execute format('alter role %I with login nosuperuser nocreatedb nocreaterole noreplication password %L', login, current_setting('meida.p1'));
        end $$;
        """;

    private const string Rights = """
        do $$
        declare
          database text := current_setting('meida.p0');
          owner text := current_setting('meida.p1');
          service text := current_setting('meida.p2');
          thing record;
        begin
          execute format('alter database %I owner to %I', database, owner);
          execute format('revoke all on database %I from public', database);
          execute format('grant connect on database %I to %I', database, service);
          execute format('alter schema public owner to %I', owner);
          revoke all on schema public from public;
          execute format('grant usage on schema public to %I', service);

          -- What another account made before there were logins. Parts of extensions and of columns go with their wholes.
          for thing in
            select format('alter %s %s owner to %I', case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view' else 'table' end, c.oid::regclass, owner) as sql
            from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S') and pg_get_userbyid(c.relowner) <> owner
              and not exists (select from pg_depend d where d.objid = c.oid and (d.deptype = 'e' or c.relkind = 'S' and d.deptype in ('a', 'i')))
            union all
            select format('alter routine %s owner to %I', p.oid::regprocedure, owner)
            from pg_proc p
            where p.pronamespace = 'public'::regnamespace and pg_get_userbyid(p.proowner) <> owner
              and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
          loop
            execute thing.sql;
          end loop;

          execute format('alter default privileges for role %I in schema public grant select, insert, update, delete on tables to %I', owner, service);
          execute format('alter default privileges for role %I in schema public grant usage, select on sequences to %I', owner, service);
          -- Tables that a migration has closed to changes keep what it left open.
          for thing in
            select format('grant select, insert, update, delete on %s to %I', c.oid::regclass, service) as sql
            from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and not has_table_privilege(service, c.oid, 'select')
            union all
            select format('grant usage, select on %s to %I', c.oid::regclass, service)
            from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind = 'S'
          loop
            execute thing.sql;
          end loop;
        end $$;
        """;
}
