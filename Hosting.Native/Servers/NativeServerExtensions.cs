using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Meida.Hosting.Native;

/// <summary>
/// Runs the servers of a model with the programs of this machine, where there is no container engine. Types, connection strings,
/// health checks, databases and the published manifest stay what they are.
/// </summary>
public static class NativeServerExtensions
{
    /// <summary>The machine's PostgreSQL as a private cluster: loopback only, a password always, durable settings.</summary>
    /// <param name="postgres">The server.</param>
    /// <param name="directory">Where the cluster is kept; its own.</param>
    public static IResourceBuilder<PostgresServerResource> RunNative(this IResourceBuilder<PostgresServerResource> postgres, string directory)
    {
        ArgumentNullException.ThrowIfNull(postgres);
        if (postgres.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            NativeServer.RunAs(postgres, "postgres.sh", directory)
                .WithPortArgument("tcp", isOwn: false)
                .WithPidFile(Path.Combine(directory, "data", "postmaster.pid"));
        }
        return postgres;
    }

    /// <summary>The machine's RabbitMQ as a private node: loopback only, its own name, cookie and port mapper, no pages.</summary>
    /// <param name="broker">The server.</param>
    /// <param name="directory">Where the node is kept; its own.</param>
    public static IResourceBuilder<RabbitMQServerResource> RunNative(this IResourceBuilder<RabbitMQServerResource> broker, string directory)
    {
        ArgumentNullException.ThrowIfNull(broker);
        if (broker.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            // With its pages a node needs longer to stop than the orchestrator waits for before it kills (6 s).
            foreach (var pages in broker.Resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.Name == "management").ToList())
                broker.Resource.Annotations.Remove(pages);
            var process = NativeServer.RunAs(broker, "rabbitmq.sh", directory)
                .WithPortArgument("tcp", isOwn: false).WithPortArgument("distribution").WithPortArgument("port-mapper")
                .WithPidFile(Path.Combine(directory, "node.pid"));
            if (broker.Resource.Annotations.OfType<RabbitMQDefinitionsAnnotation>().FirstOrDefault() is { } definitions)
                process.WithArgs(definitions.File);
            broker.WithListenCheck("tcp");
        }
        return broker;
    }

    /// <summary>The machine's Ceph RADOS Gateway as a private S3 server: loopback only, one monitor, one disk.</summary>
    /// <param name="storage">The server.</param>
    /// <param name="directory">Where the cluster is kept; its own.</param>
    public static IResourceBuilder<ObjectStorageResource> RunNative(this IResourceBuilder<ObjectStorageResource> storage, string directory)
    {
        ArgumentNullException.ThrowIfNull(storage);
        if (storage.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            NativeServer.RunAs(storage, "ceph.sh", directory)
                .WithPortArgument("http", isOwn: false).WithPortArgument("monitor").WithPortArgument("former-monitor")
                .WithPidFile(Path.Combine(directory, "gateway.pid"));
        }
        return storage;
    }

    /// <summary>Says where the program that a script starts writes its own process id.</summary>
    internal static IResourceBuilder<ExecutableResource> WithPidFile(this IResourceBuilder<ExecutableResource> process, string file) =>
        process.WithAnnotation(new PidFileAnnotation(file));
}

/// <summary>The file with the process id of the program behind a script.</summary>
internal sealed record PidFileAnnotation(string File) : IResourceAnnotation;
