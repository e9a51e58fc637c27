using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Meida.Testing;

/// <summary>
/// A whole service in the test process, with a database and a virtual host of its own. Any type of the service's assembly
/// is the marker. Use it as a fixture, or <c>await factory.InitializeAsync()</c> before the first client.
/// </summary>
/// <typeparam name="TMarker">A type of the service.</typeparam>
public class ServiceFactory<TMarker> : WebApplicationFactory<TMarker>, IAsyncLifetime
    where TMarker : class
{
    private readonly string _name = typeof(TMarker).Assembly.GetName().Name!.Split('.')[^1];
    private readonly ScratchDirectory _scratch = TestPlaces.Scratch();
    private PostgresDatabase? _database;
    private RabbitBroker? _broker;
    private bool _sharedDatabase;
    private bool _sharedBroker;

    /// <summary>Configuration on top of the usual; null takes a usual value away. Set before the first client.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>The service's clock; the system's when absent.</summary>
    public TimeProvider? Clock { get; set; }

    /// <summary>Changes registrations after the service made its own.</summary>
    public Action<IServiceCollection>? Configure { get; set; }

    /// <summary>Whether real sockets are served (Kestrel on a free loopback port) in place of the in-memory server.</summary>
    public bool OnSockets { get; set; }

    /// <summary>Whether to start without bringing the database up to date.</summary>
    public bool WithoutMigration { get; set; }

    /// <summary>The service's database.</summary>
    public PostgresDatabase Database => _database ?? throw NotInitialized();

    /// <summary>The service's virtual host.</summary>
    public RabbitBroker Broker => _broker ?? throw NotInitialized();

    /// <summary>The directory of uploads and other files, removed at the end.</summary>
    public string Directory => _scratch.Path;

    /// <summary>Makes the database and the virtual host, unless the test set its own.</summary>
    public virtual async ValueTask InitializeAsync()
    {
        _database ??= await PostgresDatabase.Create(_name.ToLowerInvariant());
        _broker ??= await RabbitBroker.Create();
        if (OnSockets)
            UseKestrel(0);
    }

    /// <summary>Shares a database, a virtual host or both with another service; the giver removes them.</summary>
    public ServiceFactory<TMarker> Share(PostgresDatabase? database = null, RabbitBroker? broker = null)
    {
        (_database, _sharedDatabase) = (database ?? _database, database is not null);
        (_broker, _sharedBroker) = (broker ?? _broker, broker is not null);
        return this;
    }

    /// <summary>A client signed in as a role. It follows no redirects and keeps no cookies.</summary>
    public HttpClient As(string role, Guid? userId = null, string? userName = null, Guid? technicianId = null) =>
        Anonymous().As(role, userId, userName, technicianId);

    /// <summary>A client that is not signed in.</summary>
    public HttpClient Anonymous() => CreateClient(new WebApplicationFactoryClientOptions
    {
        AllowAutoRedirect = false,
        HandleCookies = false,
        BaseAddress = Address,
    });

    /// <summary>Where the service answers, started if it was not: a real port when it is on sockets.</summary>
    public Uri Address
    {
        get
        {
            if (OnSockets)
                StartServer();
            return ClientOptions.BaseAddress;
        }
    }

    /// <summary>Runs code with services of a scope of its own.</summary>
    public async Task<T> InScope<T>(Func<IServiceProvider, Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    /// <summary>Runs code with services of a scope of its own.</summary>
    public Task InScope(Func<IServiceProvider, Task> work) => InScope(async services =>
    {
        await work(services);
        return true;
    });

    /// <inheritdoc />
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(Environments.Development);
        builder.UseContentRoot(ProjectDirectory());
        foreach (var (key, value) in Usual().Concat(Settings).GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase)
            .Select(group => (group.Key, group.Last())))
        {
            if (value is not null)
                builder.UseSetting(key, value);
        }
        builder.ConfigureTestServices(services =>
        {
            // First of all hosted services: the service may read its tables while it starts.
            if (!WithoutMigration)
                services.Insert(0, ServiceDescriptor.Singleton<IHostedService, Migration>());
            if (Clock is { } clock)
                services.Replace(ServiceDescriptor.Singleton(clock));
            Configure?.Invoke(services);
        });
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_broker is not null && !_sharedBroker)
            await _broker.DisposeAsync();
        if (_database is not null && !_sharedDatabase)
            await _database.DisposeAsync();
        _scratch.Dispose();
        GC.SuppressFinalize(this);
    }

    private Dictionary<string, string?> Usual() => new()
    {
        ["ConnectionStrings:bookingdb"] = Database.ConnectionString,
        ["ConnectionStrings:ticketsdb"] = Database.ConnectionString,
        ["ConnectionStrings:techniciansdb"] = Database.ConnectionString,
        ["ConnectionStrings:filesdb"] = Database.ConnectionString,
        ["ConnectionStrings:identitydb"] = Database.ConnectionString,
        ["ConnectionStrings:messaging"] = Broker.Address.AbsoluteUri,
        ["Privacy:DataKey"] = "VGVzdHMgdXNlIHRoaXMga2V5LCBub2JvZHkgZWxzZSE=",
        ["Privacy:PhonePepper"] = "QW5kIHRoaXMgcGVwcGVyLCBhbHNvIGZvciB0ZXN0cyE=",
        ["Auth:Jwks"] = TestTokens.Jwks,
        ["Seed:Enabled"] = "false",
        ["UPLOAD_ROOT"] = Path.Combine(_scratch.Path, "uploads"),
        ["Logging:LogLevel:Default"] = Environment.GetEnvironmentVariable("MEIDA_TEST_LOG") ?? "Warning",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
        ["Logging:LogLevel:MassTransit"] = "Warning",
    };

    private string ProjectDirectory()
    {
        string[] places = [Path.Combine("services", _name), _name.ToLowerInvariant(), _name];
        return places.Select(place => Path.Combine(TestPlaces.Repository, place)).FirstOrDefault(System.IO.Directory.Exists)
            ?? AppContext.BaseDirectory;
    }

    private static InvalidOperationException NotInitialized() =>
        new("Call InitializeAsync first, or let xunit do it by using the factory as a fixture.");

    private sealed class Migration(IServiceScopeFactory scopes) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await using var scope = scopes.CreateAsyncScope();
            foreach (var context in typeof(TMarker).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(DbContext)) && !type.IsAbstract))
            {
                if (scope.ServiceProvider.GetService(context) is DbContext db)
                    await db.Database.MigrateAsync(cancellationToken);
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
