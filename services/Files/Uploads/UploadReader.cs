using System.Runtime.CompilerServices;
using System.Text;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Meida.Files.Uploads;

/// <summary>
/// Reads a multipart upload part by part as it arrives. One file at a time is in memory, never more of it than is
/// allowed, whatever the client declared.
/// </summary>
internal sealed class UploadReader(HttpRequest request, UploadSettings settings)
{
    private const int MaxParts = 32;
    private const int MaxFieldBytes = 64;
    private const int BufferSize = 64 * 1024;

    private long _received;

    /// <summary>The field <c>type</c>, once it has been read: it may stand before or behind the files. The first one counts.</summary>
    public string? Type { get; private set; }

    /// <summary>The parts named <c>files</c>.</summary>
    /// <exception cref="ProblemException">The request is not such an upload, or too large.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Files([EnumeratorCancellation] CancellationToken ct)
    {
        var multipart = Open();
        var files = 0;
        for (var parts = 0; await Next(multipart, ct) is { } part; parts++)
        {
            if (parts == MaxParts)
                throw Invalid("body", "too-many", $"The upload has more than {MaxParts} parts.");

            switch (NameOf(part))
            {
                case "files":
                    if (++files > settings.MaxFiles)
                        throw Invalid("files", "too-many", $"At most {settings.MaxFiles} files at once.");
                    yield return await Read(part, settings.MaxFileBytes, () => TooLarge($"A file is larger than {settings.MaxUploadMegabytes} MB."), ct);
                    break;
                case "type":
                    var text = await Read(part, MaxFieldBytes, () => Invalid("type", "unknown", "Must be one of the known types."), ct);
                    Type ??= Encoding.UTF8.GetString(text.Span);
                    break;
                default:
                    await Read(part, settings.MaxFileBytes, () => TooLarge("A part that is not used is too large."), ct);
                    break;
            }
        }
    }

    private MultipartReader Open()
    {
        if (request.ContentType is null && request.ContentLength is null or 0)
            throw Invalid("files", "required", "At least one file is required.");
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType != "multipart/form-data")
            throw new ProblemException(415, "unsupported-media-type", "The content type is not supported; send multipart/form-data.");
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > 200)
            throw Malformed();
        if (request.ContentLength > settings.MaxRequestBytes)
            throw TooLarge($"The upload is larger than {settings.MaxFiles} files of {settings.MaxUploadMegabytes} MB.");

        return new MultipartReader(boundary, request.Body, BufferSize);
    }

    private async Task<ReadOnlyMemory<byte>> Read(MultipartSection part, long max, Func<ProblemException> tooLarge, CancellationToken ct)
    {
        using var content = new MemoryStream();
        var buffer = new byte[BufferSize];
        while (await FromClient(() => part.Body.ReadAsync(buffer, ct).AsTask()) is var count and > 0)
        {
            _received += count;
            if (content.Length + count > max)
                throw tooLarge();
            if (_received > settings.MaxRequestBytes)
                throw TooLarge($"The upload is larger than {settings.MaxFiles} files of {settings.MaxUploadMegabytes} MB.");
            content.Write(buffer, 0, count);
        }

        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    private static Task<MultipartSection?> Next(MultipartReader reader, CancellationToken ct) =>
        FromClient(() => reader.ReadNextSectionAsync(ct));

    private static string? NameOf(MultipartSection part) => part.GetContentDispositionHeader() is { } disposition
        ? HeaderUtilities.RemoveQuotes(disposition.Name).Value
        : null;

    private static async Task<T> FromClient<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is IOException or InvalidDataException && e is not BadHttpRequestException { StatusCode: not 400 })
        {
            throw Malformed();
        }
    }

    private static ProblemException Malformed() => Invalid("body", "format", "The upload is not a complete multipart/form-data body.");

    private static ProblemException Invalid(string field, string code, string message) =>
        new FieldErrors().Add(field, code, message).ToException();

    private static ProblemException TooLarge(string detail) => new(413, "file-too-large", detail);
}
