using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.Hosting.Native;

/// <summary>
/// A server of the model as a program of this machine. The model keeps its own resource, with its type, connection string,
/// health check and databases, but no container: a process beside it listens where it is said to, and lends it its state.
/// </summary>
internal static class NativeServer
{
    /// <summary>Where the scripts are.</summary>
    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "servers", name);

    public static IResourceBuilder<ExecutableResource> RunAs<T>(IResourceBuilder<T> server, string script, string directory)
        where T : ContainerResource, IResourceWithConnectionString
    {
        var (builder, model) = (server.ApplicationBuilder, server.Resource);
        Directory.CreateDirectory(directory);
        var process = builder.AddExecutable($"{model.Name}-process", Script(script), builder.AppHostDirectory, directory)
            .WithParentRelationship(server)
            .WithRestart();
        foreach (var annotation in model.Annotations.ToList())
        {
            switch (annotation)
            {
                case ContainerImageAnnotation or ContainerMountAnnotation or ContainerFileSystemCallbackAnnotation:
                    model.Annotations.Remove(annotation);
                    break;
                // What the image is told, the script is told.
                case EnvironmentCallbackAnnotation environment:
                    process.WithAnnotation(environment);
                    break;
                case EndpointAnnotation endpoint:
                    Share(endpoint, process);
                    break;
            }
        }

        builder.Eventing.Subscribe<ResourceEndpointsAllocatedEvent>(process.Resource, (e, ct) => LendAddresses(builder, model, process, e.Services, ct));
        builder.Eventing.Subscribe<InitializeResourceEvent>(model, (e, ct) => LendState(model, process.Resource, e, ct));
        return process;
    }

    /// <summary>An argument that is a free port of the process's own.</summary>
    public static IResourceBuilder<ExecutableResource> WithPortArgument(this IResourceBuilder<ExecutableResource> process, string endpoint, bool isOwn = true)
    {
        if (isOwn)
        {
            process.WithEndpoint(name: endpoint, isProxied: false)
                .WithEndpoint(endpoint, own => own.TargetHost = "127.0.0.1")
                .WithUrls(urls => urls.Urls.RemoveAll(url => url.Endpoint?.EndpointName == endpoint));
        }
        return process.WithArgs(process.GetEndpoint(endpoint).Property(EndpointProperty.TargetPort));
    }

    // No proxy in between, and a free port in place of the container's fixed one.
    private static void Share(EndpointAnnotation endpoint, IResourceBuilder<ExecutableResource> process)
    {
        (endpoint.IsProxied, endpoint.TargetPort) = (false, endpoint.Port);
        process.WithEndpoint(port: endpoint.Port, targetPort: endpoint.Port, scheme: endpoint.UriScheme, name: endpoint.Name, isProxied: false)
            .WithEndpoint(endpoint.Name, own => own.TargetHost = "127.0.0.1");
    }

    private static async Task LendAddresses(
        IDistributedApplicationBuilder builder, IResource model, IResourceBuilder<ExecutableResource> process, IServiceProvider services, CancellationToken ct)
    {
        foreach (var endpoint in model.Annotations.OfType<EndpointAnnotation>())
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "127.0.0.1", process.GetEndpoint(endpoint.Name).Port);
        await builder.Eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(model, services), ct);
        foreach (var known in WithChildren(services, model).OfType<IResourceWithConnectionString>())
            await builder.Eventing.PublishAsync(new ConnectionStringAvailableEvent(known, services), ct);
    }

    // Aspire hands down the state of containers only.
    private static async Task LendState(IResource model, IResource process, InitializeResourceEvent e, CancellationToken ct)
    {
        var all = WithChildren(e.Services, model).ToList();
        await foreach (var change in e.Notifications.WatchAsync(ct))
        {
            if (change.Resource != process)
                continue;
            foreach (var resource in all)
                await e.Notifications.PublishUpdateAsync(resource, state => state with
                {
                    State = change.Snapshot.State,
                    StartTimeStamp = change.Snapshot.StartTimeStamp,
                    StopTimeStamp = change.Snapshot.StopTimeStamp,
                    ExitCode = change.Snapshot.ExitCode,
                    Urls = [.. state.Urls.Select(url => url with { IsInactive = false })],
                });
        }
    }

    private static IEnumerable<IResource> WithChildren(IServiceProvider services, IResource parent) =>
        services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<IResourceWithParent>().Where(child => child.Parent == parent).Prepend(parent);
}
