using Meida.Gateway.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Meida.Gateway.Seed;

/// <summary>
/// In Development: adds the accounts, then plays the demonstration tickets. Requests are served meanwhile;
/// only <c>/health</c> waits, and not for ever.
/// </summary>
internal sealed class DevelopmentSeed(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider clock, ILogger<DevelopmentSeed> log)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private volatile bool _done;
    private volatile bool _late;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_done ? HealthCheckResult.Healthy() : _late ? HealthCheckResult.Degraded() : HealthCheckResult.Unhealthy());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var begun = clock.GetUtcNow();
        await Persist("The development accounts", begun, services => services.GetRequiredService<DemoAccounts>().Ensure(), stoppingToken);
        if (configuration.GetValue("Seed:DemoTickets", true))
            await Persist("The demonstration tickets", begun, services => services.GetRequiredService<DemoTickets>().Play(stoppingToken), stoppingToken);
        _done = true;
    }

    private async Task Persist(string what, DateTimeOffset begun, Func<IServiceProvider, Task> work, CancellationToken ct)
    {
        for (var pause = TimeSpan.FromMilliseconds(250); ; pause = pause < LongestPause ? pause * 1.5 : LongestPause)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await work(scope.ServiceProvider);
                return;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                var elapsed = clock.GetUtcNow() - begun;
                if (elapsed > GivesUpAfter)
                {
                    log.LogError(e, "{What} could not be made; start again to go on", what);
                    return;
                }
                if (elapsed > ReadyWithin && !_late)
                {
                    _late = true;
                    log.LogWarning(e, "{What} are late; the gateway counts as ready without them", what);
                }
                else
                {
                    log.LogInformation("{What} wait: {Reason}", what, e.Message);
                }
            }
            await Task.Delay(pause, clock, ct);
        }
    }
}

/// <summary>Registers the seed, in Development only.</summary>
internal static class DevelopmentSeedSetup
{
    public static void AddDevelopmentSeed(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment() || !builder.Configuration.GetValue("Seed:Enabled", true))
            return;

        // Services that start one after another are retried here; every try would be a page of stack.
        builder.Logging.AddFilter("Polly", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical);
        builder.Services.AddScoped<DemoAccounts>();
        builder.Services.AddScoped<DemoTickets>();
        builder.Services.AddScoped<DemoStage>();
#pragma warning disable EXTEXP0001 // The way to a client without retries; the seed itself tries again, and sooner.
        builder.Services.AddHttpClient(nameof(DemoStage)).RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        builder.Services.AddSingleton<DevelopmentSeed>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DevelopmentSeed>());
        builder.Services.AddHealthChecks().AddCheck<DevelopmentSeed>("seed");
    }
}
