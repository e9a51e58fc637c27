using System.Data.Common;
using DotNet.Testcontainers.Builders;
using Meida.Testing.Servers;
using Minio;
using Minio.DataModel.Args;

namespace Meida.Testing;

/// <summary>
/// One S3 server a test process, started when first asked for: the one that MEIDA_TEST_S3 names
/// (<c>Endpoint=…;AccessKey=…;SecretKey=…</c>), else MinIO in a container, else the machine's own Ceph RADOS Gateway.
/// </summary>
/// <param name="Endpoint">The address, without a bucket.</param>
/// <param name="AccessKey">The access key.</param>
/// <param name="SecretKey">The secret key.</param>
public sealed record TestObjectStore(Uri Endpoint, string AccessKey, string SecretKey)
{
    private const string Key = "meida-tests";
    private const string Secret = "meida-tests-secret";

    private static readonly Lazy<Task<TestObjectStore>> Lazy = new(Start);

    /// <summary>The server of this process.</summary>
    public static Task<TestObjectStore> Shared => Lazy.Value;

    /// <summary>A name for a bucket that no other test has.</summary>
    public static string NewBucket() => $"test-{Guid.NewGuid():N}";

    /// <summary>The service's connection string <c>storage</c>.</summary>
    public string ConnectionString(string bucket) =>
        $"Endpoint={Endpoint.AbsoluteUri.TrimEnd('/')};AccessKey={AccessKey};SecretKey={SecretKey};Bucket={bucket}";

    private static async Task<TestObjectStore> Start()
    {
        if (Environment.GetEnvironmentVariable("MEIDA_TEST_S3") is { Length: > 0 } given)
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = given };
            return new TestObjectStore(new Uri((string)parts["Endpoint"]), (string)parts["AccessKey"], (string)parts["SecretKey"]);
        }

        if (Containers.Answer)
        {
            var container = new ContainerBuilder("minio/minio:latest")
                .WithCommand("server", "/data")
                .WithEnvironment("MINIO_ROOT_USER", Key)
                .WithEnvironment("MINIO_ROOT_PASSWORD", Secret)
                .WithPortBinding(9000, assignRandomHostPort: true)
                .WithWaitStrategy(Wait.ForUnixContainer().UntilHttpRequestIsSucceeded(request => request.ForPort(9000).ForPath("/minio/health/ready")))
                .Build();
            await container.StartAsync();
            return new TestObjectStore(new Uri($"http://{container.Hostname}:{container.GetMappedPublicPort(9000)}"), Key, Secret);
        }

        var server = new TestObjectStore(await NativeObjectStore.Start(Path.Combine(TestPlaces.Scratch().Path, "s3"), Key, Secret), Key, Secret);
        await server.TakeTheFirstObject();
        return server;
    }

    // A new cluster makes its pools with the first bucket and the first object, and refuses some requests meanwhile.
    private async Task TakeTheFirstObject()
    {
        using var client = new MinioClient().WithEndpoint(Endpoint.Authority).WithCredentials(AccessKey, SecretKey).WithRegion("us-east-1").Build();
        await Eventually.Is(async () =>
        {
            const string bucket = "first";
            if (!await client.BucketExistsAsync(new BucketExistsArgs().WithBucket(bucket)))
                await client.MakeBucketAsync(new MakeBucketArgs().WithBucket(bucket));
            using var content = new MemoryStream([1]);
            await client.PutObjectAsync(new PutObjectArgs().WithBucket(bucket).WithObject("object").WithStreamData(content).WithObjectSize(1));
        }, TimeSpan.FromSeconds(120));
    }
}
