using System.Globalization;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http;

namespace Meida.ServiceDefaults.Http;

/// <summary>The version a client last saw, and the header that tells the current one (RFC 9110, sections 8.8.3 and 13.1.1).</summary>
public static class IfMatch
{
    /// <summary>Reads <c>If-Match: "7"</c>.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The version; null without the header or with <c>*</c>.</returns>
    /// <exception cref="ProblemException">400 <c>validation</c>: the header is not a version in quotes.</exception>
    public static int? Read(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0 || header is [{ } only] && only.Trim() == "*")
            return null;

        var text = header.Count == 1 ? header[0]!.Trim() : "";
        if (text.Length > 2 && text[0] == '"' && text[^1] == '"'
            && int.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return version;
        }

        throw new FieldErrors().Add("If-Match", "format", "Must be one version in quotes, like \"7\".").ToException();
    }

    /// <summary>Sets the <c>ETag</c> of the answer.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="version">The version.</param>
    public static void SetVersion(this HttpResponse response, int version) =>
        response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
