using System.Net;
using System.Net.Http.Headers;
using Minio;
using Minio.DataModel.Args;
using Minio.Exceptions;

namespace Meida.Files.Storage;

/// <summary>Receipts in a bucket of any S3 server.</summary>
internal sealed class S3ReceiptStore : IReceiptStore, IDisposable
{
    private const int Tries = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    { Timeout = TimeSpan.FromSeconds(15) };

    private readonly S3Settings _settings;
    private readonly IMinioClient _client;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _bucket = new(1, 1);
    private volatile bool _hasBucket;
    private volatile bool _tookAnObject;

    public S3ReceiptStore(S3Settings settings, TimeProvider clock)
    {
        _settings = settings;
        _clock = clock;
        _client = new MinioClient()
            .WithEndpoint(settings.Endpoint.Authority)
            .WithSSL(settings.Endpoint.Scheme == Uri.UriSchemeHttps)
            .WithCredentials(settings.AccessKey, settings.SecretKey)
            .WithRegion(settings.Region)
            .WithHttpClient(_http)
            .Build();
    }

    public Task Put(string key, ReadOnlyMemory<byte> content, string contentType, CancellationToken ct) => Retried(async () =>
    {
        await EnsureBucket(ct);
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        await _client.PutObjectAsync(
            new PutObjectArgs().WithBucket(_settings.Bucket).WithObject(key)
                .WithStreamData(stream).WithObjectSize(content.Length).WithContentType(contentType),
            ct);
        return true;
    }, ct);

    // The SDK reads objects through a callback and refuses partial answers; a signed address read by plain HTTP
    // streams and seeks.
    public Task<Stream?> Open(string key, long offset, CancellationToken ct) => Retried(async () =>
    {
        var address = await _client.PresignedGetObjectAsync(
            new PresignedGetObjectArgs().WithBucket(_settings.Bucket).WithObject(key).WithExpiry(60));
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (offset > 0)
            request.Headers.Range = new RangeHeaderValue(offset, null);

        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            response.Dispose();
            return null;
        }

        if (response.StatusCode != (offset > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK))
        {
            var status = response.StatusCode;
            response.Dispose();
            throw new HttpRequestException($"The store answered {(int)status}.");
        }

        return await response.Content.ReadAsStreamAsync(ct);
    }, ct);

    public Task Delete(string key, CancellationToken ct) => Retried(async () =>
    {
        await _client.RemoveObjectAsync(new RemoveObjectArgs().WithBucket(_settings.Bucket).WithObject(key), ct);
        return true;
    }, ct);

    public async Task Check(CancellationToken ct)
    {
        try
        {
            _hasBucket = false;
            await EnsureBucket(ct);
            if (!_tookAnObject)
                await TakeAnObject(ct);
        }
        catch (Exception e) when (IsFailure(e, ct))
        {
            throw new StoreUnavailableException(e);
        }
    }

    public void Dispose()
    {
        _bucket.Dispose();
        _client.Dispose();
        _http.Dispose();
    }

    // Once a process: a new store may take seconds for its first object, and no technician shall pay for that.
    private async Task TakeAnObject(CancellationToken ct)
    {
        var key = $"checks/{Guid.CreateVersion7():N}";
        using var stream = new MemoryStream([1], writable: false);
        await _client.PutObjectAsync(
            new PutObjectArgs().WithBucket(_settings.Bucket).WithObject(key).WithStreamData(stream).WithObjectSize(stream.Length), ct);
        await _client.RemoveObjectAsync(new RemoveObjectArgs().WithBucket(_settings.Bucket).WithObject(key), ct);
        _tookAnObject = true;
    }

    // One at a time: servers refuse to make one bucket twice at once.
    private async Task EnsureBucket(CancellationToken ct)
    {
        if (_hasBucket)
            return;

        await _bucket.WaitAsync(ct);
        try
        {
            if (_hasBucket)
                return;
            if (!await _client.BucketExistsAsync(new BucketExistsArgs().WithBucket(_settings.Bucket), ct))
                await _client.MakeBucketAsync(new MakeBucketArgs().WithBucket(_settings.Bucket), ct);
            _hasBucket = true;
        }
        finally
        {
            _bucket.Release();
        }
    }

    private async Task<T> Retried<T>(Func<Task<T>> work, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await work();
            }
            catch (Exception e) when (IsFailure(e, ct))
            {
                if (tries == Tries)
                    throw new StoreUnavailableException(e);
                // The bucket may be what is missing.
                _hasBucket = false;
                await Task.Delay(Pause * tries, _clock, ct);
            }
        }
    }

    private static bool IsFailure(Exception e, CancellationToken ct) => e switch
    {
        HttpRequestException or IOException => true,
        OperationCanceledException => !ct.IsCancellationRequested,
        // The SDK itself trips over an error answer without a message.
        ArgumentNullException { ParamName: "message" } => true,
        // Not all of the SDK's exceptions have its own base.
        _ => e.GetType().Namespace == typeof(MinioException).Namespace,
    };
}
