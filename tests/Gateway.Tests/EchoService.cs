using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Meida.Gateway.Tests;

/// <summary>A back end on a real port that answers what it was asked, or what a test tells it to.</summary>
public sealed class EchoService(string name) : IAsyncDisposable
{
    private static readonly string[] Names = ["booking", "tickets", "technicians", "files"];

    private WebApplication? _app;
    private int _port;
    private int _requests;

    public string Url => $"http://127.0.0.1:{_port}";

    /// <summary>Answers instead of the echo when it returns true.</summary>
    public Func<HttpContext, Task<bool>>? Answer { get; set; }

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>One behind every name that the gateway knows.</summary>
    public static Dictionary<string, EchoService> ForAll() => Names.ToDictionary(name => name, name => new EchoService(name));

    public async Task Start()
    {
        if (_app is not null)
            return;

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, _port);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        _app = builder.Build();
        _app.Run(Handle);
        await _app.StartAsync();
        _port = new Uri(_app.Urls.Single()).Port;
    }

    public async Task Stop()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync() => await Stop();

    private async Task Handle(HttpContext http)
    {
        Interlocked.Increment(ref _requests);
        if (Answer is { } answer && await answer(http))
            return;

        var size = 0L;
        var buffer = new byte[64 * 1024];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;)
            size += read;
        await http.Response.WriteAsJsonAsync(new Echo(
            name, http.Request.Method, http.Request.Path + http.Request.QueryString, size,
            http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
    }
}

/// <summary>What a back end got to see.</summary>
public sealed record Echo(string Service, string Method, string Target, long BodySize, Dictionary<string, string> Headers)
{
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    public static async Task<Echo> Of(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {text}");
        return JsonSerializer.Deserialize<Echo>(text, JsonSerializerOptions.Web)!;
    }
}
