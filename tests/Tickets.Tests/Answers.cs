using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Meida.Testing;

namespace Meida.Tickets.Tests;

/// <summary>Requests as clients send them, and answers as they read them.</summary>
internal static class Answers
{
    public static async Task<HttpResponseMessage> Command(
        this HttpClient client, string path, object? body = null, int? version = null, string? key = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    /// <summary>A command that must succeed.</summary>
    public static async Task<JsonElement> Done(this HttpClient client, string path, object? body = null, HttpMethod? method = null)
    {
        using var answer = await client.Command(path, body, method: method);
        return await answer.Json(HttpStatusCode.OK);
    }

    public static async Task<JsonElement> Read(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return await answer.Json(HttpStatusCode.OK);
    }

    public static async Task<JsonElement> Json(this HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"Expected {expected}, got {answer.StatusCode}: {text}");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>The refusal's slug, after checking that the answer is one.</summary>
    public static async Task<string> Refusal(this Task<HttpResponseMessage> sending, HttpStatusCode expected)
    {
        using var answer = await sending;
        var problem = await answer.Problem();
        Assert.Equal(expected, answer.StatusCode);
        return problem.Slug;
    }

    public static string Status(this JsonElement ticket) => ticket.GetProperty("status").GetString()!;

    public static int Version(this JsonElement ticket) => ticket.GetProperty("version").GetInt32();

    public static string[] Actions(this JsonElement ticket) =>
        [.. ticket.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("action").GetString()!)];

    public static string[] Ids(this JsonElement list) => [.. list.GetProperty("items").EnumerateArray().Select(t => t.GetProperty("id").GetString()!)];
}
