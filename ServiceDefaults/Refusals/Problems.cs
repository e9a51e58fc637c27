using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Meida.ServiceDefaults.Refusals;

/// <summary>The answers to requests that are refused: RFC 9457 documents with a stable type.</summary>
public static class Problems
{
    /// <summary>What every problem's type starts with; the slug follows.</summary>
    public const string TypePrefix = "urn:meida:problem:";

    private static readonly HashSet<string> Reserved = ["type", "title", "status", "detail", "instance", "traceId"];

    /// <summary>Makes a problem document; <c>instance</c> and <c>traceId</c> are added when it is written.</summary>
    /// <param name="status">The HTTP status, 400-599.</param>
    /// <param name="slug">The end of the type.</param>
    /// <param name="detail">One sentence for the caller; no personal data.</param>
    /// <param name="extensions">Further members.</param>
    public static ProblemHttpResult Create(int status, string slug, string detail, params (string Key, object? Value)[] extensions) =>
        TypedResults.Problem(Document(status, slug, detail, extensions));

    /// <summary>404 <c>not-found</c>.</summary>
    /// <param name="detail">What was not found.</param>
    public static ProblemHttpResult NotFound(string detail = "There is no such thing.") =>
        Create(StatusCodes.Status404NotFound, "not-found", detail);

    internal static ProblemHttpResult Create(ProblemException refusal) =>
        Create(refusal.Status, refusal.Slug, refusal.Message, [.. refusal.Extensions]);

    internal static ProblemDetails Document(int status, string slug, string detail, params (string Key, object? Value)[] extensions)
    {
        var document = new ProblemDetails
        {
            Type = TypePrefix + slug,
            Title = Title(slug),
            Status = status,
            Detail = detail,
        };
        foreach (var (key, value) in extensions)
        {
            if (Reserved.Contains(key))
                throw new ArgumentException($"'{key}' is a member of every problem document.", nameof(extensions));
            document.Extensions[key] = value;
        }

        return document;
    }

    private static string Title(string slug) =>
        string.Concat(char.ToUpperInvariant(slug[0]).ToString(), slug.Replace('-', ' ').AsSpan(1));
}
