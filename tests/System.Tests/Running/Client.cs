using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Meida.EndToEnd.Running;

/// <summary>A program that uses the product through the gateway, as one account or as nobody.</summary>
public sealed class Client : IDisposable
{
    public const string Password = "Meida-2026";
    // A token lives five minutes.
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(4);
    private readonly HttpClient _http;
    private string? _userName;
    private long _signedIn;

    private Client(Uri gateway) => _http = new HttpClient { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(30) };

    public HttpClient Http => _http;

    public static Client Anonymous(Uri gateway) => new(gateway);

    public static async Task<Client> SignIn(Uri gateway, string userName)
    {
        var client = new Client(gateway);
        await client.SignIn(userName);
        client._userName = userName;
        return client;
    }

    public Task<Answer> Get(string path) => Send(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<Answer> Post(string path, object? body = null, string? ifMatch = null, string? idempotencyKey = null) =>
        Send(Request(HttpMethod.Post, path, body, ifMatch, idempotencyKey));

    public Task<Answer> Patch(string path, object body, string? ifMatch = null) =>
        Send(Request(HttpMethod.Patch, path, body, ifMatch, null));

    public async Task<Answer> Upload(string path, params (string Name, byte[] Bytes)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, bytes) in files)
            form.Add(new ByteArrayContent(bytes), "files", name);
        return await Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = form });
    }

    public async Task<Answer> Send(HttpRequestMessage request)
    {
        if (_userName is { } userName && Stopwatch.GetElapsedTime(_signedIn) > GoodFor)
            await SignIn(userName);
        using (request)
        using (var response = await _http.SendAsync(request))
            return await Answer.Of(response);
    }

    public void Dispose() => _http.Dispose();

    private async Task SignIn(string userName)
    {
        _signedIn = Stopwatch.GetTimestamp();
        var token = await Post("/api/auth/token", new { userName, password = Password });
        Assert.Equal(HttpStatusCode.OK, token.Status);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)token.Json["accessToken"]!);
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, object? body, string? ifMatch, string? idempotencyKey)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (idempotencyKey is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        return request;
    }
}

/// <summary>What the product answered, read to the end.</summary>
public sealed record Answer(
    HttpStatusCode Status, byte[] Bytes, string? ContentType, string? ETag, string? Location, bool Replayed, TimeSpan? RetryAfter)
{
    public JsonNode Json => JsonNode.Parse(Bytes) ?? throw new JsonException("The body is null.");

    public string Text => System.Text.Encoding.UTF8.GetString(Bytes);

    /// <summary>The end of the problem's type; empty when the answer is no problem document.</summary>
    public string Problem => ContentType == "application/problem+json" ? ((string)Json["type"]!).Split(':', '/')[^1] : "";

    public static async Task<Answer> Of(HttpResponseMessage response) => new(
        response.StatusCode,
        await response.Content.ReadAsByteArrayAsync(),
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.ETag?.Tag,
        response.Headers.Location?.OriginalString,
        response.Headers.Contains("Idempotency-Replayed"),
        response.Headers.RetryAfter?.Delta);

    public Answer Is(HttpStatusCode status, string problem = "")
    {
        Assert.True((status, problem) == (Status, Problem), $"Expected {(int)status} {problem}, got {(int)Status}: {Text}");
        return this;
    }
}
