using Meida.LocalHosting.Engine;

internal static class ObjectStorage
{
    public static IResourceBuilder<ObjectStorageResource> AddObjectStorage(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddLocalObjectStorage(name, bucket: "receipts");

    public static IResourceBuilder<T> WithObjectStorage<T>(this IResourceBuilder<T> builder, IResourceBuilder<ObjectStorageResource> storage)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport => builder.WithLocalObjectStorage(storage);
}
