using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Meida.Gateway.Tests.Proxy;

public sealed class HeaderTests : IAsyncLifetime
{
    private readonly LogLines _log = new();
    private GatewayApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await GatewayApp.Start(log: _log);
        _client = _app.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task A_header_in_UTF_8_goes_through_as_it_is()
    {
        var echo = await Echo.Of(await GatewayApp.Send(_client, "GET", "/api/public/centers", headers: ("X-Test", "你好")));

        Assert.Equal("你好", echo.Header("X-Test"));
    }

    [Fact]
    public async Task A_header_in_bytes_that_are_no_text_is_400_and_never_503()
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, _app.BaseAddress.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes("GET /api/public/centers HTTP/1.1\r\nHost: localhost\r\nX-Test: "), 0xff, 0xfe, .. Encoding.ASCII.GetBytes("\r\nConnection: close\r\n\r\n")]);
        using var reader = new StreamReader(stream);

        Assert.StartsWith("HTTP/1.1 400", await reader.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_forwarded_leaves_a_line_in_the_log()
    {
        await _app.Services["tickets"].Stop();

        using var response = await _client.GetAsync("/api/tickets/TK12345678");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains(_log.Of("Meida.Gateway.Proxy.ForwarderProblems"), line => line.StartsWith("GET /api/tickets/TK12345678 could not be forwarded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_policy_and_a_caching_rule_that_a_service_sets_itself_are_kept_and_else_nothing_of_the_api_is_kept()
    {
        _app.Services["files"].Answer = http =>
        {
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
            http.Response.Headers.CacheControl = "private, max-age=60";
            return Task.FromResult(false);
        };

        using var receipt = await _client.GetAsync("/api/files/ticket-receipt/1");
        using var ticket = await _client.GetAsync("/api/tickets/1");
        using var me = await _client.GetAsync("/api/auth/me");

        Assert.Equal("default-src 'none'; sandbox", Assert.Single(receipt.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("max-age=60, private", receipt.Headers.CacheControl?.ToString());
        Assert.Equal("no-store", ticket.Headers.CacheControl?.ToString());
        Assert.Equal("no-store", me.Headers.CacheControl?.ToString());
    }
}
