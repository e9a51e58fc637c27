using System.Net.Http.Json;
using System.Text.Json;

namespace Meida.Testing;

/// <summary>An error answer (RFC 9457) as tests read it.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Slug">The last part of the type, for instance <c>illegal-transition</c>.</param>
/// <param name="Detail">The sentence for people.</param>
/// <param name="Errors">Messages by field, empty when it is no validation problem.</param>
/// <param name="Json">The whole document, for members of its own.</param>
public sealed record ProblemDocument(int Status, string Slug, string? Detail, IReadOnlyDictionary<string, string[]> Errors, JsonElement Json);

/// <summary>Reads problem documents.</summary>
public static class ProblemDocumentReader
{
    /// <summary>Reads the answer as a problem, or fails the test when it is none.</summary>
    public static async Task<ProblemDocument> Problem(this HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type != "application/problem+json")
            Assert.Fail($"Expected a problem, got {(int)response.StatusCode} {type}: {await response.Content.ReadAsStringAsync()}");

        var json = await response.Content.ReadFromJsonAsync<JsonElement>();
        var status = json.GetProperty("status").GetInt32();
        Assert.Equal((int)response.StatusCode, status);
        var slug = json.GetProperty("type").GetString()!.Split(':', '/')[^1];
        var detail = json.TryGetProperty("detail", out var text) ? text.GetString() : null;
        var errors = json.TryGetProperty("errors", out var fields)
            ? fields.Deserialize<Dictionary<string, string[]>>()!
            : [];
        return new ProblemDocument(status, slug, detail, errors, json);
    }
}
