using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Meida.ServiceDefaults.Data;

/// <summary>
/// <c>AddNpgsqlDbContext</c> with the name, the settings and the health check of the package
/// Aspire.Npgsql.EntityFrameworkCore.PostgreSQL, so that the package can take over where it is to be had. It then needs
/// what this adds of our own: snake_case names, the service's interceptors (<c>configureDbContextOptions</c> takes both),
/// and shorter retries; traces and metrics come from the service defaults.
/// </summary>
/// <remarks>Behaviour after aspire.dev, "PostgreSQL Entity Framework Core integration".</remarks>
public static class NpgsqlDbContextExtensions
{
    private const string SettingsSection = "Aspire:Npgsql:EntityFrameworkCore:PostgreSQL";

    /// <summary>
    /// Registers a pooled context on <c>ConnectionStrings:{connectionName}</c> with retries, a health check named after
    /// the context, snake_case names, and every <see cref="IInterceptor"/> singleton of the service.
    /// </summary>
    /// <typeparam name="TContext">The context.</typeparam>
    /// <param name="builder">The service's builder.</param>
    /// <param name="connectionName">The name of the connection string.</param>
    /// <param name="configureDbContextOptions">Further options.</param>
    /// <remarks>
    /// With retries on, a transaction of one's own must go through <c>Database.CreateExecutionStrategy()</c>.
    /// A missing connection string is reported when the first context is made.
    /// </remarks>
    public static void AddNpgsqlDbContext<TContext>(
        this IHostApplicationBuilder builder, string connectionName, Action<DbContextOptionsBuilder>? configureDbContextOptions = null)
        where TContext : DbContext
    {
        var settings = new NpgsqlSettings();
        var section = builder.Configuration.GetSection(SettingsSection);
        section.Bind(settings);
        section.GetSection(connectionName).Bind(settings);
        section.GetSection(typeof(TContext).Name).Bind(settings);
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;

        builder.Services.AddDbContextPool<TContext>((services, options) =>
        {
            if (string.IsNullOrWhiteSpace(settings.ConnectionString))
                throw new InvalidOperationException($"ConnectionStrings:{connectionName} is missing.");

            options.UseNpgsql(settings.ConnectionString, npgsql =>
            {
                if (!settings.DisableRetry)
                    npgsql.EnableRetryOnFailure(3, TimeSpan.FromSeconds(2), null);
                if (settings.CommandTimeout is { } seconds)
                    npgsql.CommandTimeout(seconds);
            });
            options.UseSnakeCaseNamingConvention();
            options.AddInterceptors(services.GetServices<IInterceptor>());
            configureDbContextOptions?.Invoke(options);
        });

        if (!settings.DisableHealthChecks)
            builder.Services.AddHealthChecks().AddDbContextCheck<TContext>();
    }

    private sealed class NpgsqlSettings
    {
        public string? ConnectionString { get; set; }
        public bool DisableRetry { get; set; }
        public bool DisableHealthChecks { get; set; }
        public int? CommandTimeout { get; set; }
    }
}
