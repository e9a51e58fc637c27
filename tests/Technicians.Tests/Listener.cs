using System.Collections.Concurrent;
using MassTransit;
using Meida.Testing;

namespace Meida.Technicians.Tests;

/// <summary>Keeps the messages of one kind that reach a queue of its own.</summary>
internal sealed class Listener<T> : IAsyncDisposable
    where T : class
{
    private readonly ConcurrentQueue<T> _heard = new();
    private readonly ConcurrentQueue<Guid> _ids = new();
    private HostReceiveEndpointHandle? _endpoint;

    public static async Task<Listener<T>> On(IBusControl bus)
    {
        var listener = new Listener<T>();
        listener._endpoint = bus.ConnectReceiveEndpoint($"test-{Guid.NewGuid():N}", endpoint => endpoint.Handler<T>(context =>
        {
            listener._ids.Enqueue(context.MessageId!.Value);
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

    /// <summary>The ids of all that came so far.</summary>
    public IReadOnlyCollection<Guid> Ids => _ids;

    /// <summary>All of this kind that came so far.</summary>
    public IReadOnlyList<T> Heard(Func<T, bool> isMeant) => [.. _heard.Where(isMeant)];

    /// <summary>How many of this kind came so far.</summary>
    public int Count(Func<T, bool> isMeant) => _heard.Count(isMeant);

    /// <summary>All that came, once there are so many.</summary>
    public async Task<IReadOnlyList<T>> All(int count, Func<T, bool> isMeant, TimeSpan timeout)
    {
        await Eventually.Is(() => Count(isMeant) >= count, $"Fewer than {count} {typeof(T).Name} were published.", timeout);
        return [.. _heard.Where(isMeant)];
    }

    public async ValueTask DisposeAsync()
    {
        if (_endpoint is not null)
            await _endpoint.StopAsync();
    }
}
