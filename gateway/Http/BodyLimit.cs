using Meida.ServiceDefaults.Refusals;

namespace Meida.Gateway.Http;

/// <summary>The largest body an endpoint takes, and the problem that says so.</summary>
internal sealed record BodyLimit(long Bytes, string Problem)
{
    public static readonly BodyLimit Json = new(1024 * 1024, "payload-too-large");
}

/// <summary>
/// Refuses bodies over the endpoint's limit. Kestrel's own limit closes the connection under a client that is still
/// sending, which then never reads the answer; so Kestrel's is set higher, and what is refused here is read away.
/// </summary>
internal static class BodyLimits
{
    public static void LimitBodies(this WebApplicationBuilder builder, long largest) =>
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = largest * 2);

    public static void UseBodyLimits(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var limit = http.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>() ?? BodyLimit.Json;
        if (http.Request.ContentLength > limit.Bytes)
        {
            await Refuse(http, limit);
            return;
        }
        // With a length the server counts; without one we do.
        if (http.Request.ContentLength is null)
            http.Request.Body = new LimitedBody(http.Request.Body, limit);
        await next(http);
    });

    /// <summary>Whether the request turned out too large while it was read.</summary>
    public static bool IsOverLimit(HttpContext http) => http.Request.Body is LimitedBody { IsOver: true };

    public static Task Refuse(HttpContext http, BodyLimit? limit = null)
    {
        limit ??= http.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>() ?? BodyLimit.Json;
        return Problems.Create(
            StatusCodes.Status413PayloadTooLarge, limit.Problem, $"The body is larger than {limit.Bytes} bytes.").ExecuteAsync(http);
    }

    private sealed class LimitedBody(Stream inner, BodyLimit limit) : Stream
    {
        private long _left = limit.Bytes;

        public bool IsOver => _left < 0;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await inner.ReadAsync(buffer, cancellationToken));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Count(int read)
        {
            _left -= read;
            return IsOver
                ? throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge)
                : read;
        }
    }
}
