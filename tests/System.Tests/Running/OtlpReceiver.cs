using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Meida.EndToEnd.Running;

/// <summary>An OTLP back end (http/protobuf) that keeps what every process exports, as bytes.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Signal, byte[] Body)> _exports = new();
    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    public Uri Endpoint => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<OtlpReceiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.MapPost("/v1/{signal}", receiver.Take);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Exports of a signal: <c>traces</c>, <c>logs</c> or <c>metrics</c>.</summary>
    public IReadOnlyList<byte[]> Exports(string signal) => [.. _exports.Where(export => export.Signal == signal).Select(export => export.Body)];

    /// <summary>The services whose exported spans belong to a trace.</summary>
    public IReadOnlySet<string> ServicesOf(string traceId, IEnumerable<string> services) => ServicesWith(Convert.FromHexString(traceId), services);

    /// <summary>The services whose exported spans carry an attribute with a value.</summary>
    public IReadOnlySet<string> ServicesWith(string attribute, string value, IEnumerable<string> services) => ServicesWith(Attribute(attribute, value), services);

    private HashSet<string> ServicesWith(byte[] bytes, IEnumerable<string> services)
    {
        var exports = Exports("traces").Where(export => export.AsSpan().IndexOf(bytes) >= 0).ToArray();
        return [.. services.Where(service => exports.Any(export => export.AsSpan().IndexOf(Attribute("service.name", service)) >= 0))];
    }

    // As an attribute is written: the key, then the value with its length before it.
    private static byte[] Attribute(string key, string value) =>
    [
        .. System.Text.Encoding.UTF8.GetBytes(key), 0x12, (byte)(value.Length + 2), 0x0A, (byte)value.Length, .. System.Text.Encoding.UTF8.GetBytes(value),
    ];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> Take(string signal, HttpRequest request)
    {
        using var body = new MemoryStream();
        await using var content = request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        await content.CopyToAsync(body);
        _exports.Enqueue((signal, body.ToArray()));
        return Results.Bytes([], "application/x-protobuf");
    }
}
