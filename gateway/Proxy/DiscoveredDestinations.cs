using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.ServiceDiscovery;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Meida.Gateway.Proxy;

/// <summary>Finds the services' addresses as every HttpClient here does: by service discovery, and again when they change.</summary>
internal sealed class DiscoveredDestinations(ServiceEndpointResolver discovery) : IDestinationResolver
{
    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, DestinationConfig>();
        var changes = new List<IChangeToken>();
        foreach (var (name, destination) in destinations)
        {
            var source = await discovery.GetEndpointsAsync(destination.Address, cancellationToken);
            changes.Add(source.ChangeToken);
            foreach (var endpoint in source.Endpoints)
            {
                var address = endpoint.ToString()!;
                if (!address.Contains("://", StringComparison.Ordinal))
                    address = "http://" + address;
                found[$"{name}[{address}]"] = destination with { Address = address };
            }
        }
        return new ResolvedDestinationCollection(found, new CompositeChangeToken(changes));
    }
}
