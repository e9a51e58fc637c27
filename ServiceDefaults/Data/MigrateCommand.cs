using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Meida.ServiceDefaults.Data;

/// <summary>The <c>--migrate</c> argument: bring the database up to date and end. A plain start never migrates.</summary>
public static class MigrateCommand
{
    /// <summary>Migrates when the arguments say so.</summary>
    /// <typeparam name="TContext">The context whose migrations apply.</typeparam>
    /// <param name="app">The service, not started.</param>
    /// <param name="args">The arguments of the process.</param>
    /// <returns>Whether the process has done its work and should end.</returns>
    /// <exception cref="Npgsql.NpgsqlException">The database does not answer or refuses.</exception>
    public static async Task<bool> MigrateAndExit<TContext>(this WebApplication app, string[] args)
        where TContext : DbContext
    {
        if (!args.Contains("--migrate"))
            return false;

        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TContext>();
        await db.Database.MigrateAsync();
        app.Logger.LogInformation("The database of {Context} is up to date", typeof(TContext).Name);
        return true;
    }
}
