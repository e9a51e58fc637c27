using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Meida.Gateway.Tests.Seed;

public sealed class DevelopmentSeedTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public async Task Five_tickets_are_played_once_however_often_a_service_is_away(double faultShare)
    {
        var services = EchoService.ForAll();
        var played = new PlayedServices(services) { FaultShare = faultShare };
        await using var app = await GatewayApp.Start(environment: "Development", services: services);
        using var client = app.Client();

        await Eventually.Is(async () => (await client.GetAsync("/health")).StatusCode == HttpStatusCode.OK, "It did not become ready.", Long);

        Assert.Equal(["ASSIGNED", "BOOKED", "COMPLETED", "CONFIRMED", "IN_PROGRESS"], played.Tickets.Values.Order());
        Assert.Equal(
            [
                "agent confirm", "agent confirm", "agent confirm", "agent confirm", "ops assign", "ops assign", "ops assign",
                "tech2 complete", "tech2 start", "tech2 start",
            ], played.Actions.Order());
        // A try that broke off between the two last steps uploads again; Files stores the same bytes once.
        Assert.True(played.Uploads >= 1);

        var before = services.Values.Sum(service => service.Requests);
        await using var again = await GatewayApp.Start(environment: "Development", database: app.Database, services: services);
        using var other = again.Client();
        await Eventually.Is(async () => (await other.GetAsync("/health")).StatusCode == HttpStatusCode.OK, "It did not become ready.", Long);
        Assert.Equal(before, services.Values.Sum(service => service.Requests));
    }

    [Fact]
    public async Task While_the_tickets_wait_people_can_sign_in_and_only_health_says_not_yet()
    {
        var services = EchoService.ForAll();
        var played = new PlayedServices(services) { CentersKnown = false };
        await using var app = await GatewayApp.Start(environment: "Development", services: services);
        using var client = app.Client();

        foreach (var name in new[] { "admin", "agent", "ops", "tech1", "tech2", "tech3" })
        {
            await Eventually.Is(async () =>
                (await client.PostAsJsonAsync("/api/auth/login", new { userName = name, password = "Meida-2026" })).StatusCode == HttpStatusCode.OK,
                $"{name} cannot sign in.", Long);
        }
        using var health = await client.GetAsync("/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal("Unhealthy", (await health.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("checks").GetProperty("seed").GetString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/alive")).StatusCode);

        played.CentersKnown = true;
        await Eventually.Is(async () => (await client.GetAsync("/health")).StatusCode == HttpStatusCode.OK, "It did not become ready.", Long);
    }

    [Fact]
    public async Task The_password_of_the_accounts_follows_the_setting()
    {
        var services = EchoService.ForAll();
        _ = new PlayedServices(services);
        await using var app = await GatewayApp.Start(environment: "Development", services: services);
        using var client = app.Client();
        await Eventually.Is(async () => (await client.GetAsync("/health")).StatusCode == HttpStatusCode.OK, "It did not become ready.", Long);

        await using var again = await GatewayApp.Start(
            new() { ["Seed:Password"] = "other" }, environment: "Development", database: app.Database, services: services);
        using var other = again.Client();
        await Eventually.Is(async () => (await other.GetAsync("/health")).StatusCode == HttpStatusCode.OK, "It did not become ready.", Long);

        Assert.NotEmpty(await GatewayApp.Token(other, "tech3", "other"));
    }

    [Theory]
    [InlineData("Development", "false")]
    [InlineData("Production", "true")]
    public async Task Elsewhere_or_switched_off_there_is_no_account_and_no_ticket(string environment, string enabled)
    {
        var services = EchoService.ForAll();
        var played = new PlayedServices(services);
        await using var app = await GatewayApp.Start(new() { ["Seed:Enabled"] = enabled }, environment: environment, services: services);
        using var client = app.Client();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health")).StatusCode);
        using var response = await client.PostAsJsonAsync("/api/auth/login", new { userName = "admin", password = "Meida-2026" });
        await GatewayApp.Problem(response, 401, "invalid-credentials");
        Assert.Empty(played.Tickets);
    }
}
