using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Meida.LocalHosting.Engine;

/// <summary>Where receipts are kept: on the disk, or with MEIDA_STORAGE=s3 in an S3 server of this machine.</summary>
public sealed class ObjectStorageResource : ContainerResource, IResourceWithConnectionString
{
    private readonly ParameterResource _secretKey;

    internal ObjectStorageResource(string name, ParameterResource secretKey, string bucket, bool isServer)
        : base(name)
    {
        (_secretKey, Bucket, IsServer) = (secretKey, bucket, isServer);
        if (isServer)
            Endpoints.Add(new EndpointAnnotation("http", null));
    }

    string? IResourceWithConnectionString.ConnectionString =>
        IsServer ? $"Endpoint={Endpoint};AccessKey={AccessKey};SecretKey={SecretKey};Bucket={Bucket}" : null;

    IEnumerable<KeyValuePair<string, string>> IResourceWithConnectionString.ConnectionProperties => [];

    internal bool IsServer { get; }
    internal string Bucket { get; }
    internal string AccessKey { get; } = "meida";
    internal string SecretKey => _secretKey.Resolve();
    internal string Endpoint => Endpoints[0].Address;
    internal int Port => Endpoints[0].Port;
}

/// <summary>Adds the receipts' store of the local engine.</summary>
public static class ObjectStorageExtensions
{
    /// <summary>Disk or S3 server, as MEIDA_STORAGE says.</summary>
    public static IResourceBuilder<ObjectStorageResource> AddLocalObjectStorage(this IDistributedApplicationBuilder builder, string name, string bucket)
    {
        var secret = ParameterResourceBuilderExtensions.GeneratedPassword(builder, $"{name}-secret");
        return builder.Model.Add(builder, new ObjectStorageResource(name, secret, bucket, builder.Model.Settings.ObjectServer));
    }

    /// <summary>Hands the store to a project: a connection string, or the directory when receipts go to the disk.</summary>
    public static IResourceBuilder<T> WithLocalObjectStorage<T>(this IResourceBuilder<T> builder, IResourceBuilder<ObjectStorageResource> storage)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport
    {
        var home = builder.ApplicationBuilder.Model.Settings.Home;
        return builder
            .AddEnvironment(e => e["UPLOAD_ROOT"] = Environment.GetEnvironmentVariable("UPLOAD_ROOT") ?? Path.Combine(home, "uploads"))
            .WithReference(storage, optional: true)
            .WaitFor(storage);
    }
}
