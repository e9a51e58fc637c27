using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Meida.Gateway.Accounts;
using Meida.Gateway.Data;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Meida.Gateway.Tests;

/// <summary>The gateway on a real port and a real database, with an echo behind every service name.</summary>
internal sealed class GatewayApp : IAsyncDisposable
{
    public const string Password = "Right-Horse-7";

    private static readonly string DataKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly string Pepper = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private readonly WebApplicationFactory<GatewayDbContext> _factory;
    private readonly PostgresDatabase _database;
    private readonly bool _ownsDatabase;

    private GatewayApp(WebApplicationFactory<GatewayDbContext> factory, PostgresDatabase database, bool ownsDatabase, IReadOnlyDictionary<string, EchoService> services)
    {
        (_factory, _database, _ownsDatabase, Services) = (factory, database, ownsDatabase, services);
    }

    public IReadOnlyDictionary<string, EchoService> Services { get; }

    public IServiceProvider Provider => _factory.Services;

    public FakeTimeProvider? Clock { get; private init; }

    public PostgresDatabase Database => _database;

    public string ConnectionString => _database.ConnectionString;

    public static async Task<GatewayApp> Start(
        Dictionary<string, string?>? settings = null, PostgresDatabase? database = null, bool fakeClock = false, string environment = "Production",
        IReadOnlyDictionary<string, EchoService>? services = null, Action<IServiceCollection>? configure = null, ILoggerProvider? log = null)
    {
        var ownsDatabase = database is null;
        database ??= await PostgresDatabase.Create("gateway");
        services ??= EchoService.ForAll();
        foreach (var service in services.Values)
            await service.Start();

        var clock = fakeClock ? new FakeTimeProvider(DateTimeOffset.UtcNow) : null;
        var factory = new WebApplicationFactory<GatewayDbContext>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment(environment);
            host.UseUrls("http://127.0.0.1:0");
            foreach (var (name, value) in Defaults(database, services).Concat(settings ?? []))
                host.UseSetting(name, value);
            host.ConfigureLogging(logging =>
            {
                logging.ClearProviders();
                if (log is not null)
                    logging.AddProvider(log);
            });
            host.ConfigureTestServices(container =>
            {
                if (clock is not null)
                    container.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
                configure?.Invoke(container);
            });
        });
        factory.UseKestrel();
        var app = new GatewayApp(factory, database, ownsDatabase, services) { Clock = clock };
        await app.Migrate();
        factory.StartServer();
        return app;
    }

    /// <summary>Another gateway on the same database and the same back ends.</summary>
    public Task<GatewayApp> StartTwin(Dictionary<string, string?>? settings = null) => Start(settings, _database, services: Services);

    /// <summary>A client that keeps no cookies and follows nothing, so that a test sees what is sent.</summary>
    /// <param name="from">The loopback address that it comes from.</param>
    public HttpClient Client(string from = "127.0.0.1")
    {
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            ConnectCallback = async (context, ct) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(context.DnsEndPoint, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler) { BaseAddress = BaseAddress, Timeout = TimeSpan.FromSeconds(60) };
    }

    public Uri BaseAddress => new(Provider.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Changes rows behind the gateway's back, as an operator does and as another gateway seems to.</summary>
    public Task Execute(string sql, params object[] parameters) => _database.Execute(sql, parameters);

    public async Task AddUser(string userName, string role, string password = Password, Guid? technicianId = null)
    {
        await using var scope = Provider.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var user = new User { Id = Guid.CreateVersion7(), UserName = userName, DisplayName = $"Display {userName}", Roles = [role], TechnicianId = technicianId };
        var result = await users.CreateAsync(user, password);
        Assert.True(result.Succeeded, string.Join(" ", result.Errors.Select(error => error.Description)));
    }

    public async Task<T> Query<T>(Func<GatewayDbContext, Task<T>> query)
    {
        await using var scope = Provider.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<GatewayDbContext>());
    }

    /// <summary>Signs in and returns the cookie as a browser would send it.</summary>
    public static async Task<string> SignIn(HttpClient client, string userName, string password = Password)
    {
        using var response = await client.PostAsJsonAsync("/api/auth/login", new { userName, password });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    public static async Task<string> Token(HttpClient client, string userName, string password = Password)
    {
        using var response = await client.PostAsJsonAsync("/api/auth/token", new { userName, password });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
    }

    /// <summary>Sends one request with what a test cares about.</summary>
    public static async Task<HttpResponseMessage> Send(
        HttpClient client, string method, string path, string? cookie = null, string? bearer = null, bool csrf = false,
        HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body };
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        if (bearer is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        if (csrf)
            request.Headers.Add("X-CSRF", "1");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Asserts a problem document with this status and slug.</summary>
    public static async Task<JsonElement> Problem(HttpResponseMessage response, int status, string slug)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode} in place of {status}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal($"urn:meida:problem:{slug}", problem.GetProperty("type").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        return problem;
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        if (!_ownsDatabase)
            return;
        foreach (var service in Services.Values)
            await service.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static Dictionary<string, string?> Defaults(PostgresDatabase database, IReadOnlyDictionary<string, EchoService> services)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:identitydb"] = database.ConnectionString,
            ["Privacy:DataKey"] = DataKey,
            ["Privacy:PhonePepper"] = Pepper,
        };
        foreach (var (name, service) in services)
            settings[$"services:{name}:http:0"] = service.Url;
        return settings;
    }

    private async Task Migrate()
    {
        var options = new DbContextOptionsBuilder<GatewayDbContext>().UseNpgsql(ConnectionString).UseSnakeCaseNamingConvention().Options;
        await using var db = new GatewayDbContext(options);
        await db.Database.MigrateAsync();
    }
}

/// <summary>One gateway for the tests of a class that do not get in each other's way.</summary>
public sealed class SharedGateway : IAsyncLifetime
{
    internal GatewayApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await GatewayApp.Start(new() { ["RateLimiting:Public:PermitLimit"] = "100000" });
        foreach (var (name, role) in ((string, string)[])[("admin", "admin"), ("agent", "agent"), ("ops", "ops_manager"), ("tech", "technician")])
            await App.AddUser(name, role);
    }

    public async ValueTask DisposeAsync() => await App.DisposeAsync();
}
