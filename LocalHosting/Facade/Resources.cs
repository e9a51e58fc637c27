// This is not Aspire. It is a small, source-compatible subset of the Aspire.Hosting API, run by Meida's local engine.
using System.Text.RegularExpressions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the application: a process, a server, a database, a parameter.</summary>
public interface IResource
{
    /// <summary>The unique name, also the name other services find it by.</summary>
    string Name { get; }
}

/// <summary>A resource that takes environment variables.</summary>
public interface IResourceWithEnvironment : IResource;

/// <summary>A resource that takes command line arguments.</summary>
public interface IResourceWithArgs : IResource;

/// <summary>A resource that listens on ports.</summary>
public interface IResourceWithEndpoints : IResource;

/// <summary>A resource whose start can wait for others.</summary>
public interface IResourceWithWaitSupport : IResource;

/// <summary>A resource that belongs to another.</summary>
public interface IResourceWithParent<out T> : IResource
    where T : IResource
{
    /// <summary>The resource it belongs to.</summary>
    T Parent { get; }
}

/// <summary>A resource that others reach by a connection string.</summary>
public interface IResourceWithConnectionString : IResource
{
    /// <summary>Null when the resource is there, but needs no connection (see <c>optional</c> of WithReference).</summary>
    internal string? ConnectionString { get; }

    /// <summary>The parts of the connection string, injected as NAME_PROPERTY.</summary>
    internal IEnumerable<KeyValuePair<string, string>> ConnectionProperties { get; }
}

/// <summary>What every resource of the local engine is made of.</summary>
public abstract partial class Resource : IResource
{
    private protected Resource(string name)
    {
        if (name.Length > 64 || !NamePattern().IsMatch(name))
            throw new ArgumentException($"'{name}' is no resource name: letters, digits and single hyphens, starting with a letter, at most 64.", nameof(name));
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    internal List<EndpointAnnotation> Endpoints { get; } = [];
    internal List<Action<IDictionary<string, string?>>> Environment { get; } = [];
    internal List<string> Arguments { get; } = [];
    internal List<WaitAnnotation> Waits { get; } = [];
    internal List<HttpCommandAnnotation> Commands { get; } = [];
    internal HealthCheckAnnotation? HealthCheck { get; set; }

    [GeneratedRegex("^[A-Za-z](-?[A-Za-z0-9])*$")]
    private static partial Regex NamePattern();
}

/// <summary>A server that Aspire runs in a container and the local engine as a process of this machine.</summary>
public abstract class ContainerResource : Resource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    private protected ContainerResource(string name)
        : base(name)
    {
    }
}

/// <summary>How long a container lives; the local engine always stops with its own process.</summary>
public enum ContainerLifetime
{
    /// <summary>As long as the application runs.</summary>
    Session,

    /// <summary>Longer than the application.</summary>
    Persistent,
}

/// <summary>The address of an endpoint as people see it.</summary>
public sealed class ResourceUrlAnnotation
{
    /// <summary>The address; relative ones are relative to the endpoint.</summary>
    public required string Url { get; set; }

    /// <summary>What to call it.</summary>
    public string? DisplayText { get; set; }
}

internal sealed class EndpointAnnotation(string name, int? port)
{
    public string Name => name;
    public string Scheme { get; init; } = "http";
    public int? FixedPort => port;
    public int Port { get; set; }
    public bool IsExternal { get; set; }
    public string? PortVariable { get; init; }
    public List<Action<ResourceUrlAnnotation>> UrlCallbacks { get; } = [];
    public string Address => $"{Scheme}://127.0.0.1:{Port}";
}

internal sealed record WaitAnnotation(Resource Resource, bool ForCompletion, int ExitCode);

internal sealed record HealthCheckAnnotation(string Path, int StatusCode, string? EndpointName);
