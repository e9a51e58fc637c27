using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Meida.Booking.Tests.Notices;

/// <summary>A provider of text messages on a real socket. It takes what is signed rightly, unless it is down.</summary>
internal sealed class SmsProvider : IAsyncDisposable
{
    public const string Secret = "a secret of both";

    private readonly ConcurrentQueue<JsonElement> _accepted = new();
    private readonly WebApplication _app;
    private int _refused;

    private SmsProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/sms", Take);
    }

    public Uri Url => new(_app.Urls.Single() + "/sms");

    public bool IsDown { get; set; }

    /// <summary>Every message waits for it before it is answered.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    public int Refused => _refused;

    public int Arrived { get; private set; }

    public static async Task<SmsProvider> Start()
    {
        var provider = new SmsProvider();
        await provider._app.StartAsync();
        return provider;
    }

    public IReadOnlyList<JsonElement> To(string phone) => [.. _accepted.Where(message => message.GetProperty("to").GetString() == phone)];

    public IReadOnlyList<string> KindsTo(string phone) => [.. To(phone).Select(message => message.GetProperty("kind").GetString()!)];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> Take(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{request.Headers["X-Timestamp"]}."), .. body.ToArray()];
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed));
        if (request.Headers["X-Signature"] != signature)
            return TypedResults.StatusCode(401);
        Arrived++;
        await Hold;
        if (IsDown)
        {
            Interlocked.Increment(ref _refused);
            return TypedResults.StatusCode(503);
        }

        var message = JsonDocument.Parse(body.ToArray()).RootElement;
        Assert.Equal(message.GetProperty("id").GetString(), request.Headers["Idempotency-Key"]);
        _accepted.Enqueue(message);
        return TypedResults.Ok();
    }
}
