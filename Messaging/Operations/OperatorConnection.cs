using Microsoft.Extensions.Configuration;
using RabbitMQ.Client;

namespace Meida.Messaging;

/// <summary>A connection to the broker beside the bus's own, opened when an operator's question or command first needs it.</summary>
sealed class OperatorConnection(IConfiguration configuration) : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    readonly SemaphoreSlim _one = new(1, 1);
    IConnection? _connection;

    public async Task<IConnection> Open(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_connection is { IsOpen: true } open)
                return open;
            if (_connection is { } dead)
                await dead.DisposeAsync();
            _connection = null;
            var factory = BrokerAddress.Parse(configuration.GetConnectionString("messaging")).Factory();
            factory.HandshakeContinuationTimeout = factory.ContinuationTimeout = Patience;
            factory.RequestedHeartbeat = TimeSpan.FromSeconds(10);
            return _connection = await factory.CreateConnectionAsync("operations", ct);
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
            await connection.DisposeAsync();
        _one.Dispose();
    }
}
