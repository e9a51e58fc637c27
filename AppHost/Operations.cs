using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Meida.Aspire.AppHost;

/// <summary>
/// What operators see and repair from the dashboard and the Aspire CLI: commands of the services, answered by their
/// <c>/internal/operations</c> (docs/operations.md).
/// </summary>
internal sealed class Operations(ParameterResource key)
{
    // Longer than a service takes to find out that its broker or database is away.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(8) };

    public IResourceBuilder<ProjectResource> AddMessages(IResourceBuilder<ProjectResource> service)
    {
        service.WithEnvironment("Operations__Key", service.ApplicationBuilder.CreateResourceBuilder(key));
        Table(service, "messages", "Show messages", "MailInbox", "What waits to be sent, what was given up on.", "messages", Messages);
        Repair(service, "redrive-parked", "Re-drive parked messages", "MailArrowUp", "parked/redrive", "Send every parked message of this service again?");
        Repair(service, "redrive-dead-letters", "Re-drive dead letters", "ArrowRepeatAll", "dead-letters/redrive", "Put every dead letter of this service back into the queue it came from?");
        return service;
    }

    public IResourceBuilder<ProjectResource> AddAssignments(IResourceBuilder<ProjectResource> tickets)
    {
        Table(tickets, "assignments", "Show assignments", "PeopleList", "How many are in each state; which are stuck, and why.", "assignments", Assignments);
        Repair(tickets, "wake-assignments", "Wake stuck assignments", "Alert", "assignments/redrive", "Repeat the step that each stuck assignment is in?");
        tickets.WithCommand("replay", "Replay events", command => Replay(tickets, command), new CommandOptions
        {
            IconName = "History",
            Description = "Sends the public events of a range of time, or of one ticket, once more to one subscriber's queue.",
            Arguments =
            [
                new InteractionInput { Name = "queue", Label = "Queue", InputType = InputType.Text, Required = true, Placeholder = "ext.system.name" },
                new InteractionInput { Name = "ticket", Label = "Ticket", InputType = InputType.Text, Required = false, Placeholder = "TK…" },
                new InteractionInput { Name = "from", Label = "From", InputType = InputType.Text, Required = false, Placeholder = "2026-11-01" },
                new InteractionInput { Name = "to", Label = "To", InputType = InputType.Text, Required = false, Placeholder = "2026-11-30" },
            ],
        });
        return tickets;
    }

    private void Table(IResourceBuilder<ProjectResource> service, string name, string title, string icon, string description, string path, Func<JsonElement, string> table) =>
        service.WithCommand(name, title, command => Try(service, async () =>
        {
            using var answer = await Send(service, HttpMethod.Get, path, null, command.CancellationToken);
            if (!answer.IsSuccessStatusCode)
                return CommandResults.Failure(await Said(service, answer, command.CancellationToken));
            var json = await answer.Content.ReadFromJsonAsync<JsonElement>(command.CancellationToken);
            return CommandResults.Success($"{title}: {service.Resource.Name}", table(json), CommandResultFormat.Markdown, displayImmediately: true);
        }), new CommandOptions { IconName = icon, Description = description });

    private void Repair(IResourceBuilder<ProjectResource> service, string name, string title, string icon, string path, string question) =>
        service.WithCommand(name, title, command => Try(service, async () =>
        {
            using var answer = await Send(service, HttpMethod.Post, path, null, command.CancellationToken);
            if (!answer.IsSuccessStatusCode)
                return CommandResults.Failure(await Said(service, answer, command.CancellationToken));
            var count = (await answer.Content.ReadFromJsonAsync<JsonElement>(command.CancellationToken)).GetProperty("count").GetInt32();
            return CommandResults.Success($"{title}: {count}");
        }), new CommandOptions { IconName = icon, ConfirmationMessage = question });

    private Task<ExecuteCommandResult> Replay(IResourceBuilder<ProjectResource> tickets, ExecuteCommandContext command) => Try(tickets, async () =>
    {
        string? Given(string name) => command.Arguments.GetString(name) is { Length: > 0 } text ? text : null;
        var order = new { queue = Given("queue"), ticket = Given("ticket"), from = Given("from"), to = Given("to") };
        using var answer = await Send(tickets, HttpMethod.Post, "replays", JsonContent.Create(order), command.CancellationToken);
        if (!answer.IsSuccessStatusCode)
            return CommandResults.Failure(await Said(tickets, answer, command.CancellationToken));
        var done = await answer.Content.ReadFromJsonAsync<JsonElement>(command.CancellationToken);
        return CommandResults.Success($"{done.GetProperty("events").GetInt32()} events were sent to {order.queue}");
    });

    private static async Task<ExecuteCommandResult> Try(IResourceBuilder<ProjectResource> service, Func<Task<ExecuteCommandResult>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return CommandResults.Failure($"{service.Resource.Name} does not answer.");
        }
    }

    private async Task<HttpResponseMessage> Send(IResourceBuilder<ProjectResource> service, HttpMethod method, string path, HttpContent? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, $"{service.GetEndpoint("http").Url}/internal/operations/{path}") { Content = body };
        request.Headers.Add("X-Operations-Key", await key.GetValueAsync(ct));
        return await Http.SendAsync(request, ct);
    }

    private static async Task<string> Said(IResourceBuilder<ProjectResource> service, HttpResponseMessage answer, CancellationToken ct) => answer.StatusCode switch
    {
        HttpStatusCode.ServiceUnavailable => $"A part that {service.Resource.Name} needs is down; try again.",
        HttpStatusCode.BadRequest => Reasons(await answer.Content.ReadFromJsonAsync<JsonElement>(ct)),
        var status => $"{service.Resource.Name} answered {(int)status}.",
    };

    private static string Reasons(JsonElement problem) => problem.TryGetProperty("errors", out var errors)
        ? string.Join(" ", errors.EnumerateObject().SelectMany(field => field.Value.EnumerateArray().Select(reason => $"{field.Name}: {reason.GetString()}")))
        : problem.GetProperty("title").GetString() ?? "The request was refused.";

    private static string Messages(JsonElement report)
    {
        var text = new StringBuilder();
        foreach (var problem in report.GetProperty("problems").EnumerateArray())
            text.AppendLine(CultureInfo.InvariantCulture, $"**{problem.GetString()}**").AppendLine();
        if (report.GetProperty("outbox") is { ValueKind: JsonValueKind.Object } outbox)
        {
            text.AppendLine("| waiting | oldest, seconds | parked |").AppendLine("|---|---|---|");
            text.AppendLine(CultureInfo.InvariantCulture, $"| {outbox.GetProperty("depth")} | {Number(outbox.GetProperty("oldestAgeSeconds"))} | {outbox.GetProperty("parked")} |");
            Rows(text, outbox.GetProperty("rows"), "id", "destination", "attempts", "parkedSince", "lastError");
        }
        if (report.GetProperty("deadLetters") is { ValueKind: JsonValueKind.Array } letters)
            Rows(text, letters, "queue", "messages");
        return text.ToString();
    }

    private static string Assignments(JsonElement report)
    {
        var text = new StringBuilder();
        Rows(text, report.GetProperty("states"), "state", "count");
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Stuck, alive for more than {Number(report.GetProperty("stuckAfterSeconds"))} s: {report.GetProperty("stuckCount")}");
        Rows(text, report.GetProperty("stuck"), "ticketNo", "state", "tries", "why", "requestedAt", "nextTryAt");
        return text.ToString();
    }

    private static void Rows(StringBuilder text, JsonElement rows, params string[] columns)
    {
        if (rows.GetArrayLength() == 0)
            return;
        text.AppendLine().AppendLine($"| {string.Join(" | ", columns)} |").AppendLine($"|{string.Concat(columns.Select(_ => "---|"))}");
        foreach (var row in rows.EnumerateArray())
            text.AppendLine($"| {string.Join(" | ", columns.Select(column => Cell(row.GetProperty(column))))} |");
    }

    private static string Cell(JsonElement value) => value.ToString().Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private static string Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetDouble().ToString("0.#", CultureInfo.InvariantCulture) : "";
}
