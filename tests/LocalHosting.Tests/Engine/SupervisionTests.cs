using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting;
using Meida.LocalHosting.Engine;
using Meida.Testing;

namespace Meida.LocalHosting.Tests.Engine;

public sealed class SupervisionTests
{
    [Fact]
    public async Task A_service_starts_after_the_job_it_waits_for_has_ended_well()
    {
        await using var app = new TinyApplication();
        var done = Path.Combine(app.Home, "done");
        var job = app.Add("tickets-migrations", "--job", done, "0");
        app.AddService("tickets").WaitForCompletion(job);

        await app.StartHealthy();

        var run = await app.ReadRunFile();
        using var tickets = Process.GetProcessById(run.Services.Single().Pid);
        var ended = JsonSerializer.Deserialize<DateTimeOffset>(await File.ReadAllTextAsync(done));
        Assert.True(tickets.StartTime >= ended.LocalDateTime, $"Started {tickets.StartTime:O}, but the job ended {ended:O}.");
    }

    [Fact]
    public async Task A_job_that_fails_fails_the_start_and_nothing_stays()
    {
        await using var app = new TinyApplication();
        var job = app.Add("tickets-migrations", "--job", Path.Combine(app.Home, "done"), "7");
        app.AddService("tickets").WaitForCompletion(job);

        app.Start();

        Assert.Equal(1, await app.Ended());
        Assert.Contains("tickets-migrations ended with status 7", app.Errors.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(app.RunFile));
    }

    [Fact]
    public async Task A_service_that_dies_at_every_start_is_given_up_with_its_last_words()
    {
        await using var app = new TinyApplication();
        app.Add("tickets", "--hopeless").WithHttpEndpoint().WithHttpHealthCheck("/health");

        app.Start();

        Assert.Equal(1, await app.Ended());
        Assert.Contains("tickets ended with status 3", app.Errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("Privacy:DataKey is missing.", app.Errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_does_not_get_healthy_is_given_up_with_its_name()
    {
        await using var app = new TinyApplication { HealthyWithin = TimeSpan.FromSeconds(8) };
        app.Add("tickets", "hello").WithHttpEndpoint().WithHttpHealthCheck("/no-such-path");

        app.Start();

        Assert.Equal(1, await app.Ended());
        Assert.Contains("tickets did not become healthy within 8 s", app.Errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("serving hello", app.Errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_service_comes_back_at_its_address_and_run_json_knows_its_new_pid()
    {
        await using var app = new TinyApplication();
        app.AddService("tickets");
        await app.StartHealthy();
        var before = (await app.ReadRunFile()).Services.Single();

        Process.GetProcessById(before.Pid).Kill();

        await Eventually.Is(async () => (await app.ReadRunFile()).Services.Single().Pid != before.Pid);
        var after = (await app.ReadRunFile()).Services.Single();
        Assert.Equal(before.Url, after.Url);
        using var http = new HttpClient { BaseAddress = new Uri(after.Url) };
        await Eventually.Is(async () => (await http.GetAsync("/health")).IsSuccessStatusCode);
        await Eventually.Is(() => app.Console.ToString().Contains("tickets is healthy again", StringComparison.Ordinal) || app.Console.ToString().Contains("is healthy again", StringComparison.Ordinal));
        Assert.Contains("ended with status 137; starting it again in 0.2 s", app.Console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_turns_sick_is_shown_so_until_it_is_well()
    {
        await using var app = new TinyApplication();
        app.AddService("tickets");
        await app.StartHealthy();
        using var dashboard = new HttpClient { BaseAddress = new Uri((await app.ReadRunFile()).Dashboard) };
        using var tickets = await app.ClientOf("tickets");

        await tickets.PostAsync("/sick", null);
        await Eventually.Is(async () => await StateOf(dashboard, "tickets") == "unhealthy");

        await tickets.PostAsync("/well", null);
        await Eventually.Is(async () => await StateOf(dashboard, "tickets") == "running");
    }

    [Fact]
    public async Task A_stop_is_orderly_and_run_json_goes_first()
    {
        await using var app = new TinyApplication();
        app.AddService("tickets");
        await app.StartHealthy();
        var pid = (await app.ReadRunFile()).Services.Single().Pid;
        Assert.Equal("-rw-------", FacadeTests.Mode(app.RunFile));

        Assert.Equal(0, await app.Stop());

        Assert.False(File.Exists(app.RunFile));
        Assert.False(Directory.Exists($"/proc/{pid}"));
    }

    [Fact]
    public async Task Services_get_the_names_of_the_others_and_what_Aspire_would_give_them()
    {
        await using var app = new TinyApplication();
        var tickets = app.AddService("tickets");
        app.AddService("gateway").WithReference(tickets).WaitFor(tickets);
        await app.StartHealthy();

        var environment = await app.EnvironmentOf("gateway");

        var run = await app.ReadRunFile();
        Assert.Equal(run.Services.Single(s => s.Name == "tickets").Url, environment["services__tickets__http__0"]);
        Assert.Equal("gateway", environment["OTEL_SERVICE_NAME"]);
        Assert.Equal("Development", environment["ASPNETCORE_ENVIRONMENT"]);
        Assert.StartsWith("service.instance.id=", environment["OTEL_RESOURCE_ATTRIBUTES"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dashboard_restarts_and_stops_only_for_its_own_page()
    {
        await using var app = new TinyApplication();
        app.AddService("tickets");
        await app.StartHealthy();
        var before = (await app.ReadRunFile()).Services.Single().Pid;
        using var dashboard = new HttpClient { BaseAddress = new Uri((await app.ReadRunFile()).Dashboard) };

        var foreign = await dashboard.PostAsync("/api/resources/tickets/restart", null);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);

        dashboard.DefaultRequestHeaders.Add("X-Meida-Operator", "1");
        Assert.Equal(HttpStatusCode.NotFound, (await dashboard.PostAsync("/api/resources/nobody/restart", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await dashboard.PostAsync("/api/resources/tickets/restart", null)).StatusCode);
        await Eventually.Is(async () => (await app.ReadRunFile()).Services.Single().Pid is not 0 and var pid && pid != before);
        await Eventually.Is(async () => await StateOf(dashboard, "tickets") == "running");

        Assert.Equal(HttpStatusCode.Accepted, (await dashboard.PostAsync("/api/resources/tickets/stop", null)).StatusCode);
        await Eventually.Is(async () => await StateOf(dashboard, "tickets") == "stopped");
        Assert.Equal(HttpStatusCode.Accepted, (await dashboard.PostAsync("/api/resources/tickets/restart", null)).StatusCode);
        await Eventually.Is(async () => await StateOf(dashboard, "tickets") == "running");
    }

    [Fact]
    public async Task The_dashboard_shows_its_page_and_the_logs_to_this_machine_alone()
    {
        await using var app = new TinyApplication();
        app.Add("tickets", "hello").WithHttpEndpoint().WithHttpHealthCheck("/health");
        await app.StartHealthy();
        using var dashboard = new HttpClient { BaseAddress = new Uri((await app.ReadRunFile()).Dashboard) };

        using var page = await dashboard.GetAsync("/");
        Assert.Contains("script-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("/dashboard.js", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("serving hello", await dashboard.GetStringAsync("/api/resources/tickets/log"), StringComparison.Ordinal);
        Assert.Contains("serving hello", await File.ReadAllTextAsync(Path.Combine(app.Home, "logs", "tickets.log")), StringComparison.Ordinal);

        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/api/resources") { Headers = { Host = "evil.example" } };
        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await dashboard.SendAsync(rebound)).StatusCode);
    }

    private static async Task<string?> StateOf(HttpClient dashboard, string name)
    {
        var resources = await dashboard.GetFromJsonAsync<JsonElement>("/api/resources");
        return resources.EnumerateArray().Single(r => r.GetProperty("name").GetString() == name).GetProperty("state").GetString();
    }
}
