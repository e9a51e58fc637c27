internal sealed class ObjectStorageResource(string name, ParameterResource user, ParameterResource secret)
    : ContainerResource(name), IResourceWithConnectionString
{
    private EndpointReference Api => field ??= new EndpointReference(this, "http");

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"Endpoint={Api.Property(EndpointProperty.Url)};AccessKey={user};SecretKey={secret};Bucket=receipts");
}

internal static class ObjectStorage
{
    public static IResourceBuilder<ObjectStorageResource> AddObjectStorage(this IDistributedApplicationBuilder builder, string name)
    {
        var user = builder.AddParameter($"{name}-user", "meida");
        var secret = builder.AddParameter($"{name}-secret", new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);
        return builder.AddResource(new ObjectStorageResource(name, user.Resource, secret.Resource))
            .WithImage("minio/minio", "RELEASE.2025-09-07T16-13-09Z")
            .WithHttpEndpoint(targetPort: 9000, name: "http")
            .WithHttpEndpoint(targetPort: 9001, name: "console")
            .WithEnvironment("MINIO_ROOT_USER", user)
            .WithEnvironment("MINIO_ROOT_PASSWORD", secret)
            .WithArgs("server", "/data", "--console-address", ":9001")
            .WithVolume("meida-storage", "/data")
            .WithHttpHealthCheck("/minio/health/live", endpointName: "http");
    }

    public static IResourceBuilder<T> WithObjectStorage<T>(this IResourceBuilder<T> builder, IResourceBuilder<ObjectStorageResource> storage)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport => builder.WithReference(storage).WaitFor(storage);
}
