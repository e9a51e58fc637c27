using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Meida.LocalHosting.Engine;

namespace Meida.LocalHosting.Dashboard;

/// <summary>
/// Asks the services what operators want to know and passes their commands on, with the key in each service's environment:
/// the browser never sees it.
/// </summary>
internal sealed class ServiceOperations(RunSet runs)
{
    public const string KeyVariable = "Operations__Key";
    private const string KeyHeader = "X-Operations-Key";

    // Longer than a service takes to find out that its broker or database is away.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(2) })
    {
        Timeout = TimeSpan.FromSeconds(8),
    };

    private readonly ConcurrentDictionary<string, byte> _withoutAssignments = new();

    public async Task<IReadOnlyList<OperationsView>> Read(CancellationToken cancellationToken) =>
        await Task.WhenAll(runs.All.OfType<ProjectRun>().Where(run => run.OperationsKey is not null).Select(run => Read(run, cancellationToken)));

    /// <summary>Null when there is no such service with such a command.</summary>
    public async Task<CommandResult?> Do(string service, string command, CancellationToken cancellationToken)
    {
        if (runs.Find(service) is not ProjectRun { OperationsKey: not null } run)
            return null;

        using var request = Request(HttpMethod.Post, run, command);
        return await CommandResult.Of(service, () => Http.SendAsync(request, cancellationToken));
    }

    /// <summary>A command that the model gives the resource.</summary>
    public async Task<CommandResult?> Run(string resource, string command, CancellationToken cancellationToken) =>
        runs.Find(resource)?.Resource.Commands.Find(c => c.Name == command) is { } found
            ? await CommandResult.Of(resource, () => found.Send(Http, cancellationToken))
            : null;

    private async Task<OperationsView> Read(ProjectRun run, CancellationToken cancellationToken)
    {
        if (run.State is not (ResourceState.Running or ResourceState.Unhealthy))
            return new OperationsView(run.Name, $"{run.Name} is {run.State.ToString().ToLowerInvariant()}.", null, null);

        try
        {
            var messages = await Get(run, "messages", cancellationToken);
            if (messages.Json is null)
                return new OperationsView(run.Name, $"{run.Name} does not tell: it answered {(int)messages.Status}.", null, null);

            return new OperationsView(run.Name, null, messages.Json, await Assignments(run, cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new OperationsView(run.Name, $"{run.Name} does not answer.", null, null);
        }
    }

    private async Task<JsonElement?> Assignments(ProjectRun run, CancellationToken cancellationToken)
    {
        if (_withoutAssignments.ContainsKey(run.Name))
            return null;

        var (status, json) = await Get(run, "assignments", cancellationToken);
        if (status == HttpStatusCode.NotFound)
            _withoutAssignments.TryAdd(run.Name, 0);
        return json;
    }

    private static async Task<(HttpStatusCode Status, JsonElement? Json)> Get(ProjectRun run, string path, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, run, path);
        using var answer = await Http.SendAsync(request, cancellationToken);
        return (answer.StatusCode, answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken) : null);
    }

    private static HttpRequestMessage Request(HttpMethod method, ProjectRun run, string path)
    {
        var request = new HttpRequestMessage(method, $"{run.Url}/internal/operations/{path}");
        request.Headers.Add(KeyHeader, run.OperationsKey);
        return request;
    }
}

/// <summary>A service's messages and assignments as it told them, or why it did not.</summary>
internal sealed record OperationsView(string Service, string? Problem, JsonElement? Messages, JsonElement? Assignments);

/// <summary>How a command went.</summary>
internal sealed record CommandResult(bool Done, int? Count, string? Problem)
{
    public static async Task<CommandResult> Of(string service, Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            using var answer = await send();
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => new CommandResult(true, (await answer.Content.ReadFromJsonAsync<Counted>())?.Count, null),
                HttpStatusCode.NotFound => new CommandResult(false, null, "It is not there any more."),
                HttpStatusCode.Conflict => new CommandResult(false, null, "It moved by itself at the same moment."),
                HttpStatusCode.ServiceUnavailable => new CommandResult(false, null, $"A part that {service} needs is down; try again."),
                var status => new CommandResult(false, null, $"{service} answered {(int)status}."),
            };
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return new CommandResult(false, null, $"{service} does not answer.");
        }
    }

    private sealed record Counted(int Count);
}
