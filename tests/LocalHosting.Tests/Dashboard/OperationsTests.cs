using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Meida.LocalHosting.Tests.Engine;
using Meida.Testing;

namespace Meida.LocalHosting.Tests.Dashboard;

public sealed class OperationsTests
{
    private const string Key = "a key that no browser sees";

    [Fact]
    public async Task The_dashboard_shows_what_the_services_tell_and_passes_commands_on_with_their_key()
    {
        await using var app = Application();
        await app.StartHealthy();
        using var dashboard = await Page(app);

        var told = Assert.Single((await Operations(dashboard)).EnumerateArray());
        Assert.Equal(("tickets", 1, 2), (
            told.GetProperty("service").GetString(), told.GetProperty("messages").GetProperty("outbox").GetProperty("parked").GetInt32(),
            told.GetProperty("messages").GetProperty("deadLetters")[0].GetProperty("messages").GetInt32()));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (told.GetProperty("problem").ValueKind, told.GetProperty("assignments").ValueKind));

        Assert.Equal((true, 1, null), await Do(dashboard, "/api/operations/tickets/parked/42/redrive"));
        Assert.Equal((false, null, "It is not there any more."), await Do(dashboard, "/api/operations/tickets/parked/43/redrive"));
        Assert.Contains($"POST /internal/operations/parked/42/redrive {Key}", await Heard(app));
        Assert.DoesNotContain(Key, await dashboard.GetStringAsync("/api/operations"), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, await dashboard.GetStringAsync("/api/resources"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_command_reaches_no_service()
    {
        await using var app = Application();
        await app.StartHealthy();
        using var dashboard = await Page(app);
        foreach (var path in (string[])[
            "/api/operations/tickets/messages/42/redrive", "/api/operations/tickets/parked/42/delete", "/api/operations/tickets/parked/..%2f..%2fdie/redrive",
            "/api/operations/keyless/parked/42/redrive", "/api/operations/nobody/parked/42/redrive", "/api/resources/tickets/commands/nothing"])
        {
            using var answer = await dashboard.PostAsync(path, null);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path} answered {answer.StatusCode}");
        }

        Assert.Empty(await Heard(app));
    }

    [Fact]
    public async Task Commands_of_the_model_are_offered_and_run_for_the_dashboards_own_page_only()
    {
        await using var app = Application();
        await app.StartHealthy();
        using var dashboard = await Page(app);
        var resource = (await dashboard.GetFromJsonAsync<JsonElement>("/api/resources")).EnumerateArray().Single(r => r.GetProperty("name").GetString() == "tickets");
        Assert.Equal(["Re-drive parked", "Re-drive dead letters"], resource.GetProperty("commands").EnumerateArray().Select(c => c.GetProperty("text").GetString()!));

        Assert.Equal((true, 1, null), await Do(dashboard, "/api/resources/tickets/commands/parked"));
        Assert.Equal((false, null, "A part that tickets needs is down; try again."), await Do(dashboard, "/api/resources/tickets/commands/internal-operations-dead-letters-redrive"));

        dashboard.DefaultRequestHeaders.Remove("X-Meida-Operator");
        var before = (await Heard(app)).Length;
        foreach (var path in (string[])["/api/resources/tickets/commands/parked", "/api/operations/tickets/parked/42/redrive"])
            Assert.Equal(HttpStatusCode.Forbidden, (await dashboard.PostAsync(path, null)).StatusCode);
        Assert.Equal(before, (await Heard(app)).Length);
    }

    [Fact]
    public async Task A_service_that_is_down_is_named()
    {
        await using var app = Application();
        await app.StartHealthy();
        using var dashboard = await Page(app);

        Assert.Equal(HttpStatusCode.Accepted, (await dashboard.PostAsync("/api/resources/tickets/stop", null)).StatusCode);

        await Eventually.Is(async () => Assert.Equal("tickets is stopped.", (await Operations(dashboard))[0].GetProperty("problem").GetString()));
        Assert.Equal((false, null, "tickets does not answer."), await Do(dashboard, "/api/operations/tickets/parked/42/redrive"));
    }

    [Fact]
    public async Task A_command_for_an_endpoint_that_is_not_there_is_refused_when_the_model_is_made()
    {
        await using var app = new TinyApplication();

        var refused = Assert.Throws<InvalidOperationException>(() => app.Add("tickets").WithHttpCommand("/x", "Do it"));

        Assert.Contains("'Do it'", refused.Message, StringComparison.Ordinal);
    }

    private static TinyApplication Application()
    {
        var app = new TinyApplication();
        var key = app.Builder.AddParameter("operations-key", Key, secret: true);
        var withKey = new HttpCommandOptions
        {
            PrepareRequest = async command => command.Request.Headers.Add("X-Operations-Key", await key.Resource.GetValueAsync(command.CancellationToken)),
        };
        app.AddService("tickets").WithEnvironment("Operations__Key", key)
            .WithHttpCommand("/internal/operations/parked/42/redrive", "Re-drive parked", commandName: "parked", commandOptions: withKey)
            .WithHttpCommand("/internal/operations/dead-letters/redrive", "Re-drive dead letters", commandOptions: withKey);
        app.AddService("keyless");
        return app;
    }

    private static async Task<HttpClient> Page(TinyApplication app)
    {
        var dashboard = new HttpClient { BaseAddress = new Uri((await app.ReadRunFile()).Dashboard) };
        dashboard.DefaultRequestHeaders.Add("X-Meida-Operator", "1");
        return dashboard;
    }

    private static Task<JsonElement> Operations(HttpClient dashboard) => dashboard.GetFromJsonAsync<JsonElement>("/api/operations");

    private static async Task<string[]> Heard(TinyApplication app)
    {
        using var service = await app.ClientOf("tickets");
        return (await service.GetFromJsonAsync<string[]>("/heard"))!;
    }

    private static async Task<(bool Done, int? Count, string? Problem)> Do(HttpClient dashboard, string path)
    {
        using var answer = await dashboard.PostAsync(path, null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var result = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (result.GetProperty("done").GetBoolean(), result.GetProperty("count") is { ValueKind: JsonValueKind.Number } count ? count.GetInt32() : null, result.GetProperty("problem").GetString());
    }
}
