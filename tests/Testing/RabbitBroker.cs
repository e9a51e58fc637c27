using RabbitMQ.Client;

namespace Meida.Testing;

/// <summary>A fresh virtual host of the process's broker, removed when disposed of.</summary>
public sealed class RabbitBroker : IAsyncDisposable
{
    private readonly BrokerServer _server;
    private readonly string? _virtualHost;

    private RabbitBroker(BrokerServer server, string? virtualHost)
    {
        (_server, _virtualHost) = (server, virtualHost);
        Address = virtualHost is null ? server.Address : new UriBuilder(server.Address) { Path = virtualHost }.Uri;
    }

    /// <summary>The AMQP address with user, password and virtual host.</summary>
    public Uri Address { get; }

    /// <summary>Makes one on the process's server.</summary>
    public static async Task<RabbitBroker> Create()
    {
        var server = await TestServers.Broker;
        if (server.AddVirtualHost is null)
            return new RabbitBroker(server, null);

        var name = $"test-{Guid.NewGuid():N}";
        await server.AddVirtualHost(name, CancellationToken.None);
        return new RabbitBroker(server, name);
    }

    /// <summary>Opens a plain AMQP connection, to look at queues from outside.</summary>
    public Task<IConnection> Connect() => new ConnectionFactory { Uri = Address }.CreateConnectionAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_virtualHost is not null && _server.RemoveVirtualHost is { } remove)
            await remove(_virtualHost, CancellationToken.None);
    }
}
