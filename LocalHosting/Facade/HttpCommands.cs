// This is not Aspire: see Resources.cs.
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.ApplicationModel
{
    /// <summary>How a command is offered.</summary>
    public class CommandOptions
    {
        /// <summary>What to ask before the command runs.</summary>
        public string? ConfirmationMessage { get; set; }
    }

    /// <summary>How the request of an HTTP command is made.</summary>
    public class HttpCommandOptions : CommandOptions
    {
        /// <summary>Completes the request before it is sent.</summary>
        public Func<HttpCommandRequestContext, Task>? PrepareRequest { get; set; }
    }

    /// <summary>The request of an HTTP command.</summary>
    public sealed class HttpCommandRequestContext
    {
        /// <summary>The request.</summary>
        public required HttpRequestMessage Request { get; init; }

        /// <summary>Ends when nobody waits for the command any more.</summary>
        public required CancellationToken CancellationToken { get; init; }
    }

    internal sealed record HttpCommandAnnotation(string Name, string DisplayName, string Path, EndpointAnnotation Endpoint, HttpCommandOptions Options)
    {
        public async Task<HttpResponseMessage> Send(HttpClient http, CancellationToken cancellationToken)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Endpoint.Address + Path);
            if (Options.PrepareRequest is { } prepare)
                await prepare(new HttpCommandRequestContext { Request = request, CancellationToken = cancellationToken });
            return await http.SendAsync(request, cancellationToken);
        }
    }
}

namespace Aspire.Hosting
{
    /// <summary>Adds commands that the dashboard offers.</summary>
    public static class HttpCommandBuilderExtensions
    {
        /// <summary>A command that sends POST to <paramref name="path"/> of the resource.</summary>
        public static IResourceBuilder<TResource> WithHttpCommand<TResource>(
            this IResourceBuilder<TResource> builder,
            string path,
            string displayName,
            string? endpointName = null,
            string? commandName = null,
            HttpCommandOptions? commandOptions = null)
            where TResource : IResourceWithEndpoints
        {
            var resource = (Resource)(object)builder.Resource;
            var endpoint = resource.Endpoints.Find(e => e.Name == (endpointName ?? "http"))
                ?? throw new InvalidOperationException($"'{resource.Name}' has no endpoint '{endpointName ?? "http"}' for the command '{displayName}'.");
            var name = commandName ?? path.Trim('/').Replace('/', '-');
            resource.Commands.Add(new HttpCommandAnnotation(name, displayName, path, endpoint, commandOptions ?? new HttpCommandOptions()));
            return builder;
        }
    }
}
