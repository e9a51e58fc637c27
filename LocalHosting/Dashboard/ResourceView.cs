using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dotnet;
using Meida.LocalHosting.Engine;

namespace Meida.LocalHosting.Dashboard;

/// <summary>A resource as the dashboard and its JSON show it.</summary>
internal sealed record ResourceView(
    string Name,
    string Kind,
    string State,
    int? Pid,
    int Restarts,
    double? UptimeSeconds,
    bool TakesCommands,
    IReadOnlyList<AddressView> Addresses,
    IReadOnlyList<CommandView> Commands)
{
    public static ResourceView Of(ResourceRun run, TimeProvider clock) => new(
        run.Name,
        KindOf(run),
        run.State.ToString().ToLowerInvariant(),
        run.Pid,
        run.Restarts,
        run.Pid is null || run.StartedAt is not { } startedAt ? null : Math.Round((clock.GetUtcNow() - startedAt).TotalSeconds, 1),
        run.TakesCommands,
        [.. run.Resource.Endpoints.SelectMany(AddressView.Of)],
        [.. run.Resource.Commands.Select(command => new CommandView(command.Name, command.DisplayName, command.Options.ConfirmationMessage))]);

    private static string KindOf(ResourceRun run) => run.Resource switch
    {
        DotnetProjectResource => run.IsJob ? "job" : "project",
        PostgresServerResource => "postgres",
        PostgresDatabaseResource => "database",
        RabbitMQServerResource => "rabbitmq",
        _ => "storage",
    };
}

/// <summary>A command of the model: what its button says, and what to ask first.</summary>
internal sealed record CommandView(string Name, string Text, string? Confirmation);

internal sealed record AddressView(string Text, string Url)
{
    public static IEnumerable<AddressView> Of(EndpointAnnotation endpoint)
    {
        var address = endpoint.FixedPort is null ? endpoint.Address : $"{endpoint.Scheme}://localhost:{endpoint.Port}";
        if (endpoint.UrlCallbacks.Count == 0)
            return [new AddressView(address, address)];

        var url = new ResourceUrlAnnotation { Url = address };
        foreach (var change in endpoint.UrlCallbacks)
            change(url);
        var shown = url.Url.StartsWith('/') ? address + url.Url : url.Url;
        return [new AddressView(url.DisplayText ?? shown, shown)];
    }
}
