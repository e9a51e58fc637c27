using System.Diagnostics;
using Meida.Files.Storage;
using Meida.Testing;
using Minio;
using Minio.DataModel.Args;

namespace Meida.Files.Tests.Storage;

/// <summary>The contract against a real S3 server.</summary>
public sealed class S3ReceiptStoreTests : ReceiptStoreContract, IAsyncLifetime, IDisposable
{
    private S3ReceiptStore _store = null!;
    private S3Settings _settings = null!;

    private protected override IReceiptStore Store => _store;

    public async ValueTask InitializeAsync()
    {
        var server = await TestObjectStore.Shared;
        _settings = S3Settings.Parse(server.ConnectionString(TestObjectStore.NewBucket()));
        _store = new S3ReceiptStore(_settings, TimeProvider.System);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_bucket_that_disappears_is_made_again()
    {
        await Store.Check(CancellationToken.None);
        using var client = new MinioClient().WithEndpoint(_settings.Endpoint.Authority)
            .WithCredentials(_settings.AccessKey, _settings.SecretKey).WithRegion(_settings.Region).Build();
        await client.RemoveBucketAsync(new RemoveBucketArgs().WithBucket(_settings.Bucket));

        await Store.Put("tickets/a.jpg", new byte[] { 1 }, "image/jpeg", CancellationToken.None);

        await using var stored = await Store.Open("tickets/a.jpg", 0, CancellationToken.None);
        Assert.NotNull(stored);
    }

    [Fact]
    public async Task A_wrong_key_is_an_outage_for_every_call()
    {
        using var stranger = new S3ReceiptStore(_settings with { SecretKey = "wrong" }, TimeProvider.System);

        await EveryCallFails(stranger);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_an_outage_within_seconds()
    {
        using var nowhere = new S3ReceiptStore(_settings with { Endpoint = new Uri("http://127.0.0.1:9") }, TimeProvider.System);
        var watch = Stopwatch.StartNew();

        await EveryCallFails(nowhere);

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
    }

    [Fact]
    public async Task Giving_up_is_no_outage()
    {
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.Put("tickets/a.jpg", new byte[] { 1 }, "image/jpeg", canceled.Token));
    }

    [Theory]
    [InlineData("AccessKey=a;SecretKey=b;Bucket=c", "Endpoint")]
    [InlineData("Endpoint=localhost;AccessKey=a;SecretKey=b;Bucket=c", "Endpoint")]
    [InlineData("Endpoint=http://localhost;AccessKey=a;Bucket=c", "SecretKey")]
    [InlineData("Endpoint=http://localhost;AccessKey=a;SecretKey=b", "Bucket")]
    public void What_is_missing_in_the_connection_string_is_named(string connection, string part)
    {
        var fault = Assert.Throws<InvalidOperationException>(() => S3Settings.Parse(connection));

        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("=b", fault.Message, StringComparison.Ordinal);
    }

    private static async Task EveryCallFails(S3ReceiptStore store)
    {
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Put("tickets/a.jpg", new byte[] { 1 }, "image/jpeg", CancellationToken.None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Open("tickets/a.jpg", 0, CancellationToken.None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Delete("tickets/a.jpg", CancellationToken.None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Check(CancellationToken.None));
    }
}
