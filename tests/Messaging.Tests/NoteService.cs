using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MassTransit;
using Meida.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Meida.Messaging.Tests;

/// <summary>A small service on real servers, registered as every service registers itself.</summary>
public sealed class NoteService : IAsyncDisposable
{
    static readonly ConcurrentDictionary<string, byte> Created = new();
    readonly WebApplication _app;
    readonly string _database;
    readonly MeterListener _meters = new();
    readonly ConcurrentDictionary<string, long> _counts = new();

    NoteService(WebApplication app, string database)
    {
        _app = app;
        _database = database;
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == MessagingMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, app.Services.GetRequiredService<IMeterFactory>()))
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, _, _) => _counts.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
    }

    public const string OperationsKey = "for operators only";

    public IServiceProvider Services => _app.Services;

    public Outbox Outbox => Services.GetRequiredService<Outbox>();

    public HttpClient Http => new() { BaseAddress = new Uri(_app.Urls.First()) };

    public static async Task<NoteService> Start(
        string database, Uri broker, Action<IBusRegistrationConfigurator> configure, string name = "notes",
        Dictionary<string, string?>? settings = null, IInterceptor? interceptor = null, bool waitForBroker = true,
        Action<WebApplicationBuilder>? arrange = null)
    {
        // No file watchers: a machine has few of them, and the tests of other projects want some too.
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration["ConnectionStrings:messaging"] = broker.ToString();
        builder.Configuration["Operations:Key"] = OperationsKey;
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Services.AddDbContextPool<TestDb>(options =>
        {
            options.UseNpgsql(database, npgsql => npgsql.EnableRetryOnFailure(3));
            if (interceptor is not null)
                options.AddInterceptors(interceptor);
        });
        builder.AddMessaging<TestDb>(name, configure);
        arrange?.Invoke(builder);

        var app = builder.Build();
        app.MapHealthChecks("/health");
        app.MapMessagingOperations();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false });
        var service = new NoteService(app, database);
        if (Created.TryAdd(database, 0))
            await service.Do(db => db.Database.EnsureCreatedAsync());
        service._meters.Start();
        await app.StartAsync();
        if (waitForBroker)
            await service.Connected();
        return service;
    }

    public async Task Connected()
        => Assert.Equal(BusHealthStatus.Healthy,
            await Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(60)));

    public async Task<T> Do<T>(Func<TestDb, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TestDb>());
    }

    public async Task<Guid> Write(string text = "a note")
    {
        var note = new Note { Id = Guid.CreateVersion7(), Text = text };
        await Do(db =>
        {
            db.Notes.Add(note);
            Outbox.Publish(db, new NoteWritten(note.Id));
            return db.SaveChangesAsync();
        });
        return note.Id;
    }

    public Task<int> Effects(Guid? subject = null) => Do(db => db.Effects.CountAsync(e => subject == null || e.Subject == subject));

    public Task<int> Waiting() => Do(db => db.Set<OutboxRow>().CountAsync());

    /// <summary>What one of the service's health checks says.</summary>
    public async Task<HealthReportEntry> Health(string check)
        => (await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(registration => registration.Name == check)).Entries[check];

    public Task OutboxIsEmpty(TimeSpan? timeout = null)
        => Eventually.Is(async () => Assert.Equal(0, await Waiting()), timeout);

    public Task HasEffects(int count, Guid? subject = null, TimeSpan? timeout = null)
        => Eventually.Is(async () => Assert.Equal(count, await Effects(subject)), timeout);

    /// <summary>The sum of one of our counters.</summary>
    public long Counted(string instrument) => _counts.GetValueOrDefault(instrument);

    public async ValueTask DisposeAsync()
    {
        _meters.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await using var connection = new NpgsqlConnection(_database);
        NpgsqlConnection.ClearPool(connection);
    }
}
