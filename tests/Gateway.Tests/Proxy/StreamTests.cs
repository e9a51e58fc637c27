using Microsoft.AspNetCore.Http;

namespace Meida.Gateway.Tests.Proxy;

public sealed class StreamTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private readonly GatewayApp _app = shared.App;

    [Theory]
    [InlineData("/api/tickets/stream", "text/event-stream")]
    [InlineData("/api/tickets/export", "text/csv; charset=utf-8")]
    public async Task What_a_service_streams_arrives_as_it_is_written_and_uncompressed(string path, string contentType)
    {
        var more = new TaskCompletionSource();
        _app.Services["tickets"].Answer = async http =>
        {
            http.Response.ContentType = contentType;
            await http.Response.WriteAsync("one\n\n");
            await http.Response.Body.FlushAsync();
            await more.Task;
            await http.Response.WriteAsync("two\n\n");
            return true;
        };
        using var client = _app.Client();

        using var response = await GatewayApp.Send(client, "GET", path, headers: ("Accept-Encoding", "br, gzip"));
        Assert.Empty(response.Content.Headers.ContentEncoding);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("one", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)));
        more.SetResult();

        Assert.Equal("\ntwo\n\n", await reader.ReadToEndAsync());
        _app.Services["tickets"].Answer = null;
    }

    [Fact]
    public async Task Json_is_compressed_for_who_can_read_it()
    {
        using var client = _app.Client();

        using var compressed = await GatewayApp.Send(client, "GET", "/api/tickets", headers: ("Accept-Encoding", "br"));
        using var plain = await GatewayApp.Send(client, "GET", "/api/tickets");

        Assert.Equal(["br"], compressed.Content.Headers.ContentEncoding);
        Assert.Empty(plain.Content.Headers.ContentEncoding);
    }
}
