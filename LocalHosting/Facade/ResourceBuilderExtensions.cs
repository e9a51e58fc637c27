// This is not Aspire: see Resources.cs.
using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dotnet;
using Aspire.Hosting.Postgres;

namespace Aspire.Hosting;

/// <summary>Adds parameters.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>A parameter that must be set as <c>Parameters:name</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        Add(builder, name, secret, () => throw new Meida.LocalHosting.Engine.StartupException($"The parameter '{name}' has no value: set Parameters__{name}."));

    /// <summary>A parameter with a default.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        Add(builder, name, secret, () => value);

    /// <summary>A parameter whose default is made at the first start, and kept when <paramref name="persist"/> is set.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false) =>
        Add(builder, name, secret, () => persist ? builder.Model.Secrets.GetOrCreate(name, value.GetDefaultValue) : value.GetDefaultValue());

    internal static ParameterResource GeneratedPassword(IDistributedApplicationBuilder builder, string name) =>
        Add(builder, name, true, () => builder.Model.Secrets.GetOrCreate(name, () => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 24))).Resource;

    private static IResourceBuilder<ParameterResource> Add(IDistributedApplicationBuilder builder, string name, bool secret, Func<string> fallback) =>
        builder.Model.Add(builder, new ParameterResource(name, secret, () => builder.Configuration[$"Parameters:{name}"] ?? fallback()));
}

/// <summary>Adds PostgreSQL.</summary>
public static class PostgresBuilderExtensions
{
    /// <summary>A server of its own, with a generated password unless one is given.</summary>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null) =>
        builder.Model.Add(builder, new PostgresServerResource(
            name, userName?.Resource, password?.Resource ?? ParameterResourceBuilderExtensions.GeneratedPassword(builder, $"{name}-password"), port));

    /// <summary>A database on the server, created when it is ready.</summary>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null) =>
        builder.ApplicationBuilder.Model.Add(builder.ApplicationBuilder, new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource));

    /// <summary>Ignored: the data directory is under MEIDA_HOME.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(this IResourceBuilder<PostgresServerResource> builder, string? name = null, bool isReadOnly = false) =>
        builder.Ignore("WithDataVolume");

    /// <summary>Ignored: the local engine has no pgAdmin.</summary>
    public static IResourceBuilder<T> WithPgAdmin<T>(this IResourceBuilder<T> builder, Action<IResourceBuilder<PgAdminContainerResource>>? configureContainer = null, string? containerName = null)
        where T : PostgresServerResource => builder.Ignore("WithPgAdmin");
}

/// <summary>Adds RabbitMQ.</summary>
public static class RabbitMQBuilderExtensions
{
    /// <summary>A broker of its own, with a generated password unless one is given, and the account of other systems.</summary>
    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null) =>
        builder.Model.Add(builder, new RabbitMQServerResource(
            name, userName?.Resource, password?.Resource ?? ParameterResourceBuilderExtensions.GeneratedPassword(builder, $"{name}-password"),
            ParameterResourceBuilderExtensions.GeneratedPassword(builder, $"{name}-subscriber-password"), port));

    /// <summary>Ignored: the node's directory is under MEIDA_HOME.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithDataVolume(this IResourceBuilder<RabbitMQServerResource> builder, string? name = null, bool isReadOnly = false) =>
        builder.Ignore("WithDataVolume");

    /// <summary>Ignored: the management pages would double the broker's memory.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithManagementPlugin(this IResourceBuilder<RabbitMQServerResource> builder) =>
        builder.Ignore("WithManagementPlugin");
}

/// <summary>Adds .NET projects.</summary>
public static class DotnetProjectHostingExtensions
{
    /// <summary>The project at <paramref name="path"/>, relative to the AppHost's directory.</summary>
    public static IResourceBuilder<DotnetProjectResource> AddDotnetProject(this IDistributedApplicationBuilder builder, string name, string path) =>
        builder.Model.Add(builder, new DotnetProjectResource(name, Path.GetFullPath(path, builder.AppHostDirectory)));
}

/// <summary>Settings of containers.</summary>
public static class ContainerResourceBuilderExtensions
{
    /// <summary>Ignored: everything stops with the local engine.</summary>
    public static IResourceBuilder<T> WithLifetime<T>(this IResourceBuilder<T> builder, ContainerLifetime lifetime)
        where T : ContainerResource => builder.Ignore("WithLifetime");
}

/// <summary>What resources need, offer and wait for.</summary>
public static class ResourceBuilderExtensions
{
    /// <summary>An endpoint; without <paramref name="port"/> on a free one. The local engine has no proxy: the process listens itself.</summary>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool? isProxied = null)
        where T : IResourceWithEndpoints
    {
        var resource = builder.Local();
        var endpoint = new EndpointAnnotation(name ?? "http", port ?? targetPort) { PortVariable = env };
        if (resource.Endpoints.Any(e => e.Name == endpoint.Name))
            throw new InvalidOperationException($"'{resource.Name}' has an endpoint '{endpoint.Name}' already.");
        resource.Endpoints.Add(endpoint);
        return builder;
    }

    /// <summary>The endpoints are meant for people and other machines; the local engine listens on loopback all the same.</summary>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints
    {
        builder.Local().Endpoints.ForEach(e => e.IsExternal = true);
        return builder;
    }

    /// <summary>Ready, and healthy, means that this path answers with this status.</summary>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        builder.Local().HealthCheck = new HealthCheckAnnotation(path ?? "/", statusCode ?? 200, endpointName);
        return builder;
    }

    /// <summary>Changes how the address of an endpoint is shown.</summary>
    public static IResourceBuilder<T> WithUrlForEndpoint<T>(this IResourceBuilder<T> builder, string endpointName, Action<ResourceUrlAnnotation> callback)
        where T : IResource
    {
        builder.Local().Endpoints.Find(e => e.Name == endpointName)?.UrlCallbacks.Add(callback);
        return builder;
    }

    /// <summary>Command line arguments.</summary>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : IResourceWithArgs
    {
        builder.Local().Arguments.AddRange(args);
        return builder;
    }

    /// <summary>An environment variable.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment => builder.AddEnvironment(e => e[name] = value);

    /// <summary>An environment variable with the value of a parameter.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment => builder.AddEnvironment(e => e[name] = parameter.Resource.Resolve());

    /// <summary>Starts when the dependency is ready: running, and healthy if it has a health check.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport
    {
        builder.Local().Waits.Add(new WaitAnnotation(dependency.Local(), false, 0));
        return builder;
    }

    /// <summary>Starts when the dependency has ended with <paramref name="exitCode"/>.</summary>
    public static IResourceBuilder<T> WaitForCompletion<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, int exitCode = 0)
        where T : IResourceWithWaitSupport
    {
        builder.Local().Waits.Add(new WaitAnnotation(dependency.Local(), true, exitCode));
        return builder;
    }

    /// <summary>Shown under another resource; the local engine's page groups nothing.</summary>
    public static IResourceBuilder<T> WithParentRelationship<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> parent)
        where T : IResource => builder.Ignore("WithParentRelationship");

    /// <summary>Injects the connection string of <paramref name="source"/>, and its parts as NAME_PROPERTY.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null,
        bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        var name = connectionName ?? source.Resource.Name;
        return builder.AddEnvironment(environment =>
        {
            if (source.Resource.ConnectionString is not { } connectionString)
            {
                if (!optional)
                    throw new InvalidOperationException($"The connection string of '{source.Resource.Name}' is not there.");
                return;
            }

            environment[$"ConnectionStrings__{name}"] = connectionString;
            foreach (var (property, value) in source.Resource.ConnectionProperties)
                environment[$"{Encode(name)}_{property.ToUpperInvariant()}"] = value;
        });
    }

    /// <summary>Lets the resource find <paramref name="source"/> by name.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment =>
        builder.AddEnvironment(environment =>
        {
            foreach (var endpoint in source.Local().Endpoints)
            {
                environment[$"services__{source.Resource.Name}__{endpoint.Name}__0"] = endpoint.Address;
                environment[$"{Encode(source.Resource.Name)}_{Encode(endpoint.Name)}"] = endpoint.Address;
            }
        });

    internal static IResourceBuilder<T> AddEnvironment<T>(this IResourceBuilder<T> builder, Action<IDictionary<string, string?>> action)
        where T : IResource
    {
        builder.Local().Environment.Add(action);
        return builder;
    }

    internal static IResourceBuilder<T> Ignore<T>(this IResourceBuilder<T> builder, string call)
        where T : IResource
    {
        builder.ApplicationBuilder.Model.Ignored.Add(call);
        return builder;
    }

    private static Resource Local<T>(this IResourceBuilder<T> builder)
        where T : IResource => (Resource)(object)builder.Resource;

    private static string Encode(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));
}
