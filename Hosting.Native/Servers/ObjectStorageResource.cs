using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Meida.Hosting.Native;

/// <summary>An S3 server with one account and one bucket: MinIO as a container.</summary>
/// <param name="name">The resource's name.</param>
/// <param name="accessKey">The account's access key.</param>
/// <param name="secretKey">The account's secret key.</param>
/// <param name="bucket">The bucket that its users keep everything in; they make it.</param>
public sealed class ObjectStorageResource(string name, ParameterResource accessKey, ParameterResource secretKey, string bucket)
    : ContainerResource(name), IResourceWithConnectionString
{
    /// <summary>The address of the S3 service.</summary>
    public EndpointReference Http => field ??= new EndpointReference(this, "http");

    /// <summary>The account's access key.</summary>
    public ParameterResource AccessKey { get; } = accessKey;

    /// <summary>The account's secret key.</summary>
    public ParameterResource SecretKey { get; } = secretKey;

    /// <summary>The bucket.</summary>
    public string Bucket { get; } = bucket;

    /// <summary><c>Endpoint=…;AccessKey=…;SecretKey=…;Bucket=…</c>.</summary>
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"Endpoint={Http.Property(EndpointProperty.Url)};AccessKey={AccessKey};SecretKey={SecretKey};Bucket={Bucket}");
}

/// <summary>Adds an S3 server.</summary>
public static class ObjectStorageExtensions
{
    private const int Port = 9000;

    /// <summary>Adds a MinIO server; <see cref="NativeServerExtensions.RunNative(IResourceBuilder{ObjectStorageResource}, string)"/> has another run in its place.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name, and that of the connection string.</param>
    /// <param name="accessKey">The account's access key.</param>
    /// <param name="secretKey">The account's secret key.</param>
    /// <param name="bucket">The bucket that its users keep everything in.</param>
    public static IResourceBuilder<ObjectStorageResource> AddObjectStorage(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> accessKey, IResourceBuilder<ParameterResource> secretKey, string bucket)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(accessKey);
        ArgumentNullException.ThrowIfNull(secretKey);
        var storage = builder.AddResource(new ObjectStorageResource(name, accessKey.Resource, secretKey.Resource, bucket))
            .WithImage("minio/minio", "latest")
            .WithArgs("server", "/data")
            .WithHttpEndpoint(targetPort: Port, name: "http")
            .WithEnvironment("MINIO_ROOT_USER", accessKey)
            .WithEnvironment("MINIO_ROOT_PASSWORD", secretKey)
            .WithEnvironment("S3_ACCESS_KEY", accessKey)
            .WithEnvironment("S3_SECRET_KEY", secretKey)
            .WithVolume($"meida-{name}", "/data");
        return storage.WithReadyCheck("/minio/health/ready", "/");
    }
}
