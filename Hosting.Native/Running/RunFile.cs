using System.Globalization;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Meida.Hosting.Native;

/// <summary>
/// <c>run.json</c> in MEIDA_HOME: what runs where, for operators and tests. There from the moment when everything is healthy until
/// the end, and true after every restart.
/// </summary>
internal sealed class RunFile(
    Home home, DistributedApplicationModel model, ResourceNotificationService notifications, RunState run, Welcome welcome,
    IConfiguration configuration, IHostApplicationLifetime lifetime)
{
    private const string Name = "run.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private static readonly TimeSpan PidPatience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _pids = new(StringComparer.Ordinal);
    private bool _published;
    private bool _ended;

    public async Task Keep()
    {
        var stop = lifetime.ApplicationStopping;
        var healthy = new HashSet<string>(StringComparer.Ordinal);
        var awaited = model.Resources.Where(MustBeHealthy).Select(resource => resource.Name).ToHashSet(StringComparer.Ordinal);
        Remove();
        try
        {
            await foreach (var change in notifications.WatchAsync(stop))
            {
                await Note(change, stop);
                if (change.Snapshot.State?.Text == KnownResourceStates.Running && change.Snapshot.HealthStatus is null or Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy
                    && awaited.Contains(change.Resource.Name) && healthy.Add(change.Resource.Name) && healthy.Count == awaited.Count)
                    await Publish(stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
        finally
        {
            Remove(forGood: true);
        }
    }

    private static bool MustBeHealthy(IResource resource) =>
        resource is ProjectResource && resource.Annotations.OfType<EndpointAnnotation>().Any() && resource.Annotations.OfType<RestartAnnotation>().Any();

    private async Task Note(ResourceEvent change, CancellationToken stop)
    {
        if (change.Snapshot.State?.Text != KnownResourceStates.Running)
            return;
        var own = change.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value;
        if (own is null || !int.TryParse(Convert.ToString(own, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture, out var pid))
            return;
        if (change.Resource.Annotations.OfType<PidFileAnnotation>().FirstOrDefault() is { } behind)
            _ = NoteServer(change.Resource.Name, pid, behind.File, stop);
        else
            await Set(change.Resource.Name, pid, stop);
    }

    // The process that the orchestrator knows is the script that waits for the server.
    private async Task NoteServer(string name, int script, string file, CancellationToken stop)
    {
        try
        {
            var waited = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(waited) < PidPatience)
            {
                if (File.Exists(file) && int.TryParse((await File.ReadAllLinesAsync(file, stop)).FirstOrDefault(), CultureInfo.InvariantCulture, out var pid)
                    && LinuxProcess.Parent(pid) == script)
                {
                    await Set(name, pid, stop);
                    return;
                }
                await Task.Delay(100, stop);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // It stops, or is on its way out: the next start is noted in its turn.
        }
    }

    private async Task Set(string name, int pid, CancellationToken stop)
    {
        lock (_gate)
        {
            if (_pids.GetValueOrDefault(name) == pid)
                return;
            _pids[name] = pid;
            if (!_published)
                return;
        }
        await Write(stop);
    }

    private async Task Publish(CancellationToken stop)
    {
        // The servers' own ids lag behind their health by a moment.
        var servers = model.Resources.Where(resource => resource.Annotations.OfType<PidFileAnnotation>().Any()).Select(resource => resource.Name).ToList();
        var waited = TimeProvider.System.GetTimestamp();
        while (servers.Any(name => !Knows(name)) && TimeProvider.System.GetElapsedTime(waited) < TimeSpan.FromSeconds(5))
            await Task.Delay(50, stop);
        var took = run.Healthy();
        lock (_gate)
            _published = true;
        var content = await Write(stop);
        welcome.Print(content, Gateway().Name, took, home.At(Name));
    }

    private bool Knows(string name)
    {
        lock (_gate)
            return _pids.ContainsKey(name);
    }

    private async Task<RunFileContent> Write(CancellationToken stop)
    {
        var content = await Describe(stop);
        lock (_gate)
        {
            if (!_ended)
                home.Write(Name, JsonSerializer.Serialize(content, Json));
        }
        return content;
    }

    private void Remove(bool forGood = false)
    {
        lock (_gate)
        {
            _ended = forGood;
            File.Delete(home.At(Name));
        }
    }

    private async Task<RunFileContent> Describe(CancellationToken stop)
    {
        var services = model.Resources.OfType<ProjectResource>().Where(MustBeHealthy);
        var gateway = Gateway();
        var postgres = model.Resources.OfType<PostgresServerResource>().Single();
        var broker = model.Resources.OfType<RabbitMQServerResource>().Single();
        var storage = model.Resources.OfType<ObjectStorageResource>().FirstOrDefault();
        var isNative = model.Resources.Any(resource => resource.Annotations.OfType<PidFileAnnotation>().Any());
        var (brokerHost, brokerPort) = await Address(broker.PrimaryEndpoint, stop);
        var (postgresHost, postgresPort) = await Address(postgres.PrimaryEndpoint, stop);
        return new RunFileContent(
            $"http://localhost:{(await Address(gateway.GetEndpoint("http"), stop)).Port}",
            "aspire",
            isNative ? "native" : "containers",
            Dashboard(),
            new RunFilePostgres(postgresHost, postgresPort, await Value(postgres.UserNameReference, stop), await postgres.PasswordParameter.GetValueAsync(stop) ?? "", Pid(postgres)),
            new RunFileRabbitMq(brokerHost, brokerPort, await Value(broker.UserNameReference, stop), await broker.PasswordParameter.GetValueAsync(stop) ?? "", "/", Pid(broker)),
            storage is null
                ? new RunFileStorage("disk", "", "", "", "", 0)
                : new RunFileStorage("s3", storage.Http.Url, storage.Bucket, await storage.AccessKey.GetValueAsync(stop) ?? "", await storage.SecretKey.GetValueAsync(stop) ?? "", Pid(storage)),
            [.. services.Select(service => new RunFileService(service.Name, $"http://127.0.0.1:{service.GetEndpoint("http").Port}", Pid(service)))],
            await Subscribers(brokerHost, brokerPort, stop));
    }

    private async Task<IReadOnlyList<RunFileSubscriber>> Subscribers(string host, int port, CancellationToken stop)
    {
        var subscribers = new List<RunFileSubscriber>();
        foreach (var password in model.Resources.OfType<ParameterResource>())
        {
            if (password.Annotations.OfType<SubscriberAnnotation>().FirstOrDefault() is { } account)
                subscribers.Add(Subscriber(account.User, await password.GetValueAsync(stop) ?? "", host, port));
        }
        return subscribers;
    }

    /// <summary>The one that people reach from outside.</summary>
    private ProjectResource Gateway() => model.Resources.OfType<ProjectResource>().First(service => service.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.IsExternal));

    /// <summary>Opens without asking, for it carries its token. Tests have no dashboard.</summary>
    private string Dashboard() => model.Resources.Any(resource => resource.Name == "aspire-dashboard") && configuration["ASPNETCORE_URLS"] is { } address
        ? $"{address.Split(';')[0].Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}/login?t={configuration["AppHost:BrowserToken"]}"
        : "";

    private static RunFileSubscriber Subscriber(string user, string password, string host, int port) =>
        new(user, password, string.Create(CultureInfo.InvariantCulture, $"amqp://{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(password)}@{host}:{port}/"));

    private int Pid(IResource resource)
    {
        lock (_gate)
            return _pids.TryGetValue($"{resource.Name}-process", out var behind) ? behind : _pids.GetValueOrDefault(resource.Name);
    }

    private static async Task<(string Host, int Port)> Address(EndpointReference endpoint, CancellationToken stop) =>
        (await endpoint.Property(EndpointProperty.Host).GetValueAsync(stop) is "localhost" or null ? "127.0.0.1" : endpoint.Host, endpoint.Port);

    private static async Task<string> Value(ReferenceExpression expression, CancellationToken stop) => await expression.GetValueAsync(stop) ?? "";
}

/// <summary>The account of other systems, whose password a parameter is.</summary>
internal sealed record SubscriberAnnotation(string User) : IResourceAnnotation;

internal sealed record RunFileContent(
    string Gateway, string Engine, string Servers, string Dashboard, RunFilePostgres Postgres, RunFileRabbitMq Rabbitmq, RunFileStorage Storage,
    IReadOnlyList<RunFileService> Services, IReadOnlyList<RunFileSubscriber> Subscribers)
{
    /// <summary>The first of them, for who needs but one.</summary>
    public RunFileSubscriber? Subscriber => Subscribers.Count > 0 ? Subscribers[0] : null;
}

internal sealed record RunFilePostgres(string Host, int Port, string User, string Password, int Pid);

internal sealed record RunFileRabbitMq(string Host, int Port, string User, string Password, string Vhost, int Pid);

/// <summary>The broker account of other systems, which reads public events and nothing else.</summary>
internal sealed record RunFileSubscriber(string User, string Password, string Uri);

internal sealed record RunFileStorage(string Kind, string Endpoint, string Bucket, string AccessKey, string SecretKey, int Pid);

internal sealed record RunFileService(string Name, string Url, int Pid);
