using System.Net;
using Microsoft.AspNetCore.Http;

namespace Meida.Gateway.Tests.Proxy;

public sealed class EventStreamTests : IAsyncLifetime
{
    private GatewayApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await GatewayApp.Start(new() { ["Auth:StreamsPerAccount"] = "3" }, fakeClock: true);
        _client = _app.Client();
        await _app.AddUser("agent", "agent");
        await _app.AddUser("ops", "ops_manager");
        _app.Services["tickets"].Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("retry: 3000\n\n");
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_ends_when_its_token_does()
    {
        using var response = await Open(bearer: await GatewayApp.Token(_client, "agent"));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("retry: 3000", await reader.ReadLineAsync());

        var end = reader.ReadToEndAsync();
        // Each step wakes the look that waits for two seconds.
        await Eventually.Is(() =>
        {
            _app.Clock!.Advance(TimeSpan.FromSeconds(15));
            return end.IsCompleted;
        });

        Assert.Equal("", (await end).Trim());
    }

    [Fact]
    public async Task An_account_has_only_so_many_streams_and_another_its_own()
    {
        var cookie = await GatewayApp.SignIn(_client, "agent");
        var open = new List<HttpResponseMessage>();
        for (var i = 0; i < 3; i++)
            open.Add(await Open(cookie));

        using var refused = await Open(cookie);
        using var other = await Open(await GatewayApp.SignIn(_client, "ops"));

        await GatewayApp.Problem(refused, 429, "too-many-requests");
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        open[0].Dispose();
        await Eventually.Is(async () => Assert.Equal(HttpStatusCode.OK, (await Open(cookie)).StatusCode));
        open.ForEach(response => response.Dispose());
    }

    [Fact]
    public async Task A_service_that_breaks_off_is_not_taken_for_the_end_of_the_stream()
    {
        var broken = new TaskCompletionSource();
        _app.Services["tickets"].Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("retry: 3000\n\n");
            await http.Response.Body.FlushAsync();
            await broken.Task;
            http.Abort();
            return true;
        };

        using var response = await Open(await GatewayApp.SignIn(_client, "agent"));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("retry: 3000", await reader.ReadLineAsync());
        broken.SetResult();

        await Assert.ThrowsAnyAsync<Exception>(() => reader.ReadToEndAsync());
    }

    private Task<HttpResponseMessage> Open(string? cookie = null, string? bearer = null) =>
        GatewayApp.Send(_client, "GET", "/api/tickets/stream", cookie, bearer);
}
