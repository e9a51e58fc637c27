using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Meida.Testing;

namespace Meida.ServiceDefaults.Tests;

/// <summary>Requests put together by chance. <c>MEIDA_FUZZ_SEED</c> repeats a run whose seed a failure told.</summary>
public sealed class FuzzTests(SmallService service, ITestOutputHelper output) : IClassFixture<SmallService>
{
    private const int Requests = 4_000;

    private static readonly string[] Methods = ["GET", "GET", "POST", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "QUERY"];
    private static readonly string[] Paths =
    [
        "/notes", "/notes", "/notes", "/notes/7", "/notes/a", "/notes/secret", "/notes/99999999999999999999", "/secret", "/refused/404",
        "/refused/409", "/bare/403", "/answered/422", "/nope", "/notes/1?q=%00", "/notes/1?q=%E4%BD%A0", "/openapi/v1.json", "/alive", "/NOTES/",
    ];
    private static readonly string[] MediaTypes =
    [
        "application/json", "application/json", "application/json", "text/json", "application/problem+json", "application/merge-patch+json",
        "text/plain", "text/html", "text/event-stream", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data",
        "multipart/form-data; boundary=", "*/*", "json", "/", "application/", "", " ",
    ];
    private static readonly string[] Parameters =
    [
        "", "", "", "; charset=utf-8", "; charset=UTF-8", "; charset=", "; charset", "; charset=\"\"", "; charset=\"utf-8", "; charset=utf-16",
        "; charset=gbk", "; charset=\0", "; charset=utf-8; charset=", "; CHARSET=''", "; q=2", ";;;", "; x=\u4f60", ", text/html",
    ];
    private static readonly string[] Bodies =
    [
        "{\"text\":\"a\"}", "{\"text\":\"a\"}", "{\"text\":\"a\",\"at\":\"09:30\"}", "{\"text\":\"\\u0000\"}", "{\"text\":\"\\ud800\"}",
        "{\"text\":null}", "{\"text\":[]}", "{}", "[]", "null", "", "{", "\"", "1e999", "{\"id\":1e999,\"text\":\"a\"}", "{\"text\":\"a\",\"text\":\"b\"}",
        "{\"at\":{},\"text\":\"a\"}", "{\"text\":\"a\"}x", "\u2028", "// a",
    ];
    private static readonly string[] Headers =
        ["X-Test", "Idempotency-Key", "If-Match", "Authorization", "Accept-Encoding", "Accept-Language", "Range", "Expect", "Cookie", "Last-Event-ID", "Origin"];

    [Fact]
    public async Task No_request_breaks_the_service_and_every_refusal_is_a_document()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MEIDA_FUZZ_SEED"), out var given) ? given : Environment.TickCount;
        output.WriteLine($"MEIDA_FUZZ_SEED={seed}");
#pragma warning disable CA5394 // A run must be repeatable; nothing is secret here.
        var random = new Random(seed);
#pragma warning restore CA5394
        var refused = 0;
        for (var i = 0; i < Requests; i++)
        {
            using var request = Draw(random, out var told);
            using var answer = await service.Client.SendAsync(request);
            var (status, text) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
            Assert.True(status < 500, $"Seed {seed}, request {i}: {status} to {told}: {text}");
            if (status < 400 || request.Method == HttpMethod.Head)
                continue;

            refused++;
            Assert.True(IsDocument(answer, text, status), $"Seed {seed}, request {i}: {status} without a document to {told}: {text}");
        }

        // A run in which all is taken, or all refused, tries nothing.
        Assert.InRange(refused, Requests / 4, Requests - Requests / 20);
    }

    private static bool IsDocument(HttpResponseMessage answer, string text, int status) =>
        answer.Content.Headers.ContentType?.MediaType == "application/problem+json"
        && JsonNode.Parse(text) is { } document
        && (int)document["status"]! == status
        && ((string)document["type"]!).StartsWith("urn:meida:problem:", StringComparison.Ordinal)
        && document["traceId"] is not null;

#pragma warning disable CA5394
    private static HttpRequestMessage Draw(Random random, out string told)
    {
        var method = One(Methods);
        var request = new HttpRequestMessage(new(method), One(Paths));
        List<string> lines = [$"{method} {request.RequestUri}"];
        if (random.Next(10) < 8)
            Add("Accept", random.Next(2) == 0 ? One(MediaTypes) + One(Parameters) : Noise());
        if (random.Next(10) < 3)
            Add(One(Headers), Noise());
        if (random.Next(10) < 3)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Token(random.Next(2) == 0 ? "admin" : "agent"));
        if (method is "GET" or "HEAD")
        {
            told = string.Join(" | ", lines);
            return request;
        }

        var body = random.Next(4) == 0 ? Bytes() : Encoding.UTF8.GetBytes(One(Bodies));
        request.Content = new ByteArrayContent(body);
        var type = random.Next(8) == 0 ? Noise() : One(MediaTypes) + One(Parameters);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        lines.Add($"Content-Type: {type} | {Convert.ToHexString(body)}");
        told = string.Join(" | ", lines);
        return request;

        string One(string[] choices) => choices[random.Next(choices.Length)];

        void Add(string name, string value)
        {
            request.Headers.TryAddWithoutValidation(name, value);
            lines.Add($"{name}: {value}");
        }

        // What a header may hold on the wire: everything but line breaks and NUL.
        string Noise() => new([.. Enumerable.Range(0, random.Next(30)).Select(_ => random.Next(3) == 0 ? (char)random.Next(128, 256) : (char)random.Next(32, 127))]);

        byte[] Bytes()
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            return bytes;
        }
    }
#pragma warning restore CA5394
}
