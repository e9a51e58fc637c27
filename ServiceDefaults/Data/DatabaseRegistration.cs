using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Meida.ServiceDefaults.Data;

/// <summary>A service's own database.</summary>
public static class DatabaseRegistration
{
    /// <summary>
    /// Registers a pooled context on <c>ConnectionStrings:{connectionName}</c> by Aspire's integration (retries, health check, traces,
    /// metrics), with what is the same in every service here: snake_case names, every <see cref="IInterceptor"/> singleton of the
    /// service, and retries that end before a caller gives up.
    /// </summary>
    /// <typeparam name="TContext">The context.</typeparam>
    /// <param name="builder">The service's builder.</param>
    /// <param name="connectionName">The name of the connection string.</param>
    /// <remarks>
    /// With retries on, a transaction of one's own must go through <c>Database.CreateExecutionStrategy()</c>.
    /// A missing connection string is reported when the first context is made.
    /// </remarks>
    public static void AddDatabase<TContext>(this IHostApplicationBuilder builder, string connectionName)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddNpgsqlDbContext<TContext>(connectionName, settings => settings.ConnectionString = Lasting(settings.ConnectionString), options => options
            .UseNpgsql(npgsql => npgsql.EnableRetryOnFailure(3, TimeSpan.FromSeconds(2), null))
            .UseSnakeCaseNamingConvention());
        builder.Services.ConfigureDbContext<TContext>((services, options) => options.AddInterceptors(services.GetServices<IInterceptor>()));
    }

    // Statements are parsed and planned once a connection, not once a request. Nothing here leaves a trace in its session (locks end
    // with their transaction), so a connection needs no reset between its users; one would forget the statements too.
    private static string? Lasting(string? connectionString) => string.IsNullOrEmpty(connectionString) ? connectionString : new NpgsqlConnectionStringBuilder(connectionString)
    {
        MaxAutoPrepare = 100,
        AutoPrepareMinUsages = 3,
        NoResetOnClose = true,
        // Planned for the values at hand: a common word of the search wants another plan than a rare one.
        Options = "-c plan_cache_mode=force_custom_plan",
    }.ConnectionString;
}
