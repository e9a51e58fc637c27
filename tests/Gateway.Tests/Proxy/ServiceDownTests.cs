using System.Net;

namespace Meida.Gateway.Tests.Proxy;

public sealed class ServiceDownTests : IAsyncLifetime
{
    private GatewayApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await GatewayApp.Start();
        _client = _app.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_service_that_is_down_is_503_with_a_time_to_wait_and_is_found_again_at_its_address()
    {
        var tickets = _app.Services["tickets"];
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("/api/tickets")).StatusCode);

        await tickets.Stop();
        using var down = await _client.GetAsync("/api/tickets");
        using var command = await GatewayApp.Send(_client, "POST", "/api/tickets/1/confirm");
        using var other = await _client.GetAsync("/api/technicians");

        await GatewayApp.Problem(down, 503, "service-unavailable");
        Assert.NotNull(down.Headers.RetryAfter?.Delta);
        await GatewayApp.Problem(command, 503, "service-unavailable");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);

        await tickets.Start();
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("/api/tickets")).StatusCode);
    }

    [Fact]
    public async Task A_service_that_breaks_off_before_it_answers_is_503()
    {
        _app.Services["tickets"].Answer = http =>
        {
            http.Abort();
            return Task.FromResult(true);
        };

        using var response = await _client.GetAsync("/api/tickets");

        var problem = await GatewayApp.Problem(response, 503, "service-unavailable");
        Assert.DoesNotContain("127.0.0.1", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gateway_itself_is_healthy_without_its_services()
    {
        foreach (var service in _app.Services.Values)
            await service.Stop();

        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("/health")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("/alive")).StatusCode);
    }
}
