using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Meida.ServiceDefaults.Data;

/// <summary>The <c>--migrate</c> argument: bring the database up to date and end. A plain start never migrates.</summary>
public static class MigrateCommand
{
    private const string Argument = "--migrate";

    /// <summary>
    /// Whether the arguments say to migrate and the database has every migration already: told in a fraction of the time that it
    /// takes to make the service.
    /// </summary>
    /// <typeparam name="TContext">The context whose migrations apply.</typeparam>
    /// <param name="args">The arguments of the process.</param>
    /// <param name="connectionName">The name of the connection string.</param>
    /// <returns>Whether the process has nothing to do and should end.</returns>
    /// <exception cref="NpgsqlException">The database does not answer or refuses.</exception>
    public static async Task<bool> NothingToMigrate<TContext>(string[] args, string connectionName)
        where TContext : DbContext
    {
        if (!args.Contains(Argument))
            return false;
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        if (configuration.GetConnectionString(connectionName) is not { Length: > 0 } connectionString)
            return false;

        var own = typeof(TContext).Assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("""select migration_id from "__EFMigrationsHistory" """, connection);
        var applied = new HashSet<string>();
        try
        {
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                applied.Add(rows.GetString(0));
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return false;
        }

        if (!applied.IsSupersetOf(own))
            return false;

        await Console.Out.WriteLineAsync($"The database of {typeof(TContext).Name} is up to date");
        return true;
    }

    /// <summary>Migrates when the arguments say so.</summary>
    /// <typeparam name="TContext">The context whose migrations apply.</typeparam>
    /// <param name="app">The service, not started.</param>
    /// <param name="args">The arguments of the process.</param>
    /// <returns>Whether the process has done its work and should end.</returns>
    /// <exception cref="Npgsql.NpgsqlException">The database does not answer or refuses.</exception>
    public static async Task<bool> MigrateAndExit<TContext>(this WebApplication app, string[] args)
        where TContext : DbContext
    {
        if (!args.Contains(Argument))
            return false;

        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TContext>();
        await db.Database.MigrateAsync();
        app.Logger.LogInformation("The database of {Context} is up to date", typeof(TContext).Name);
        return true;
    }
}
