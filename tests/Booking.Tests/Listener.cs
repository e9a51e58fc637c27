using System.Collections.Concurrent;
using MassTransit;
using Meida.Testing;

namespace Meida.Booking.Tests;

/// <summary>Keeps the messages of one kind that reach a queue of its own.</summary>
internal sealed class Listener<T> : IAsyncDisposable
    where T : class
{
    private readonly ConcurrentQueue<T> _heard = new();
    private HostReceiveEndpointHandle? _endpoint;

    public static async Task<Listener<T>> On(IBusControl bus)
    {
        var listener = new Listener<T>();
        listener._endpoint = bus.ConnectReceiveEndpoint($"test-{Guid.NewGuid():N}", endpoint => endpoint.Handler<T>(context =>
        {
            listener._heard.Enqueue(context.Message);
            return Task.CompletedTask;
        }));
        await listener._endpoint.Ready;
        return listener;
    }

    /// <summary>The one message that is meant; fails when it does not come, or comes again.</summary>
    public async Task<T> Single(Func<T, bool> isMeant)
    {
        await Eventually.Is(() => _heard.Any(isMeant), $"No {typeof(T).Name} of this kind was published.");
        return Assert.Single(_heard, message => isMeant(message));
    }

    public async ValueTask DisposeAsync()
    {
        if (_endpoint is not null)
            await _endpoint.StopAsync();
    }
}
