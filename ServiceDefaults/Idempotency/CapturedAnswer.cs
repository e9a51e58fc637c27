using System.Text;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Meida.ServiceDefaults.Idempotency;

/// <summary>An answer held back until its transaction is committed, and kept for repetitions.</summary>
public sealed class CapturedAnswer : IResult
{
    private readonly int _status;
    private readonly byte[] _body;
    private readonly string? _contentType;
    private readonly string? _location;
    private readonly string? _etag;
    private readonly bool _replayed;

    private CapturedAnswer(int status, byte[] body, string? contentType, string? location, string? etag, bool replayed) =>
        (_status, _body, _contentType, _location, _etag, _replayed) = (status, body, contentType, location, etag, replayed);

    /// <summary>Whether the command did its work.</summary>
    public bool IsSuccess => _status is >= 200 and < 300;

    /// <summary>Runs a result and holds back what it writes.</summary>
    /// <param name="http">The request.</param>
    /// <param name="result">What the handler returned.</param>
    /// <exception cref="InvalidOperationException">The handler returned no <see cref="IResult"/>.</exception>
    public static async Task<CapturedAnswer> Of(HttpContext http, object? result)
    {
        if (result is not IResult answer)
            throw new InvalidOperationException("An endpoint with idempotency returns an IResult.");

        var response = http.Response;
        var body = response.Body;
        using var held = new MemoryStream();
        response.Body = held;
        try
        {
            await answer.ExecuteAsync(http);
        }
        finally
        {
            response.Body = body;
        }

        return new(response.StatusCode, held.ToArray(), response.ContentType, response.Headers.Location, response.Headers.ETag, replayed: false);
    }

    /// <summary>Keeps the answer in the row of its key, in the current transaction.</summary>
    /// <param name="db">The service's context.</param>
    /// <param name="claim">The key.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="sealing">Encrypts the body; null leaves it as it is.</param>
    public Task Keep(DbContext db, IdempotencyKey claim, CancellationToken cancel, PersonalData? sealing = null)
    {
        var text = Encoding.UTF8.GetString(_body);
        if (sealing is not null)
            text = sealing.Seal(text);
        return db.Set<IdempotencyKey>()
            .Where(row => row.Scope == claim.Scope && row.Key == claim.Key)
            .ExecuteUpdateAsync(row => row
                .SetProperty(key => key.StatusCode, _status)
                .SetProperty(key => key.Body, text)
                .SetProperty(key => key.ContentType, _contentType)
                .SetProperty(key => key.Location, _location)
                .SetProperty(key => key.ETag, _etag), cancel);
    }

    /// <summary>Writes the answer.</summary>
    /// <param name="httpContext">The request.</param>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = _status;
        response.ContentType = _contentType;
        if (_location is not null)
            response.Headers.Location = _location;
        if (_etag is not null)
            response.Headers.ETag = _etag;
        if (_replayed)
            response.Headers[IdempotencyFilter.ReplayedHeader] = "true";
        response.ContentLength = _body.Length;
        await response.Body.WriteAsync(_body, httpContext.RequestAborted);
    }

    internal static CapturedAnswer From(IdempotencyKey earlier) => new(
        earlier.StatusCode ?? StatusCodes.Status202Accepted, Encoding.UTF8.GetBytes(earlier.Body ?? ""),
        earlier.ContentType, earlier.Location, earlier.ETag, replayed: true);
}
