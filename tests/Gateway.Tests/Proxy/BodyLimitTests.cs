using System.Net;
using System.Net.Http.Headers;

namespace Meida.Gateway.Tests.Proxy;

public sealed class BodyLimitTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private const int Megabyte = 1024 * 1024;
    private readonly GatewayApp _app = shared.App;

    [Theory]
    [InlineData("/api/public/booking", 2, false, "payload-too-large")]
    [InlineData("/api/public/booking", 2, true, "payload-too-large")]
    [InlineData("/api/tickets", 20, false, "payload-too-large")]
    [InlineData("/api/tickets", 20, true, "payload-too-large")]
    [InlineData("/api/auth/login", 2, false, "payload-too-large")]
    [InlineData("/api/tickets/1/images", 90, false, "file-too-large")]
    [InlineData("/api/tickets/1/images", 90, true, "file-too-large")]
    [InlineData("/api/public/tickets/abc/images", 90, true, "file-too-large")]
    [InlineData("/api/public/tickets/abc/urge", 2, true, "payload-too-large")]
    [InlineData("/api/products/import", 33, true, "payload-too-large")]
    public async Task A_body_over_the_limit_is_413_and_the_client_gets_to_read_it(string path, int megabytes, bool chunked, string slug)
    {
        using var client = _app.Client();

        using var response = await GatewayApp.Send(client, "POST", path, body: Body(megabytes * Megabyte, chunked));

        await GatewayApp.Problem(response, 413, slug);
    }

    [Theory]
    [InlineData("/api/tickets", Megabyte, false)]
    [InlineData("/api/tickets", Megabyte, true)]
    [InlineData("/api/tickets/1/images", 80 * Megabyte, false)]
    [InlineData("/api/tickets/1/images", 80 * Megabyte, true)]
    [InlineData("/api/public/tickets/abc/images", 24 * Megabyte, true)]
    [InlineData("/api/products/import", 32 * Megabyte, true)]
    public async Task A_body_at_the_limit_goes_through(string path, int size, bool chunked)
    {
        using var client = _app.Client();

        using var response = await GatewayApp.Send(client, "POST", path, body: Body(size, chunked), headers: ("Idempotency-Key", "k"));

        Assert.Equal(size, (await Echo.Of(response)).BodySize);
    }

    [Fact]
    public async Task An_upload_goes_by_as_it_comes()
    {
        var arrived = new TaskCompletionSource();
        _app.Services["files"].Answer = async http =>
        {
            await http.Request.Body.ReadExactlyAsync(new byte[Megabyte], http.RequestAborted);
            arrived.SetResult();
            return false;
        };
        using var client = _app.Client();
        using var body = new FirstHalfFirst(2 * Megabyte, arrived.Task);

        using var response = await GatewayApp.Send(client, "POST", "/api/tickets/1/images", body: body);
        _app.Services["files"].Answer = null;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_service_that_refuses_an_upload_early_is_heard()
    {
        _app.Services["files"].Answer = http =>
        {
            http.Response.StatusCode = 401;
            return Task.FromResult(true);
        };
        using var client = _app.Client();

        using var response = await GatewayApp.Send(client, "POST", "/api/tickets/1/images", body: Body(30 * Megabyte, chunked: false));
        _app.Services["files"].Answer = null;

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private static StreamContent Body(int size, bool chunked)
    {
        var content = new StreamContent(new MemoryStream(new byte[size]));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (chunked)
            content.Headers.ContentLength = null;
        return chunked ? new Chunked(size) : content;
    }

    private sealed class Chunked : StreamContent
    {
        public Chunked(int size) : base(new MemoryStream(new byte[size])) => Headers.ContentType = new MediaTypeHeaderValue("application/json");

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>Sends its second half only when the first has arrived.</summary>
    private sealed class FirstHalfFirst(int size, Task arrived) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[size / 2]);
            await stream.FlushAsync();
            await arrived.WaitAsync(TimeSpan.FromSeconds(20));
            await stream.WriteAsync(new byte[size / 2]);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = size;
            return true;
        }
    }
}
