using System.Collections.Concurrent;
using MassTransit;

namespace Meida.Messaging;

/// <summary>
/// The queues of this service, and which of their dead-letter queues may exist. A broker without its management plugin
/// tells that only by refusing to show one that does not, and writes every refusal into its log: a queue that was not
/// there is looked for again when a message has failed here, and every ten minutes for what failed elsewhere.
/// </summary>
sealed class OwnQueues : IReceiveObserver
{
    const string Error = "_error";
    const string Skipped = "_skipped";
    static readonly TimeSpan LookForAllEvery = TimeSpan.FromMinutes(10);
    readonly ConcurrentDictionary<string, byte> _queues = new();
    readonly ConcurrentDictionary<string, byte> _likely = new();
    long _lookedForAllAt;

    public void Add(string queue) => _queues.TryAdd(queue, 0);

    /// <summary>The dead-letter queues to look at now.</summary>
    /// <param name="everywhere">An operator asks: what failed a moment ago may not be known here yet.</param>
    public IReadOnlyList<string> WorthALook(bool everywhere = false)
    {
        var now = Environment.TickCount64;
        var all = everywhere || _lookedForAllAt == 0 || now - _lookedForAllAt >= LookForAllEvery.TotalMilliseconds;
        return [.. (all ? _queues.Keys.SelectMany(queue => (string[])[queue + Error, queue + Skipped]) : _likely.Keys).Order(StringComparer.Ordinal)];
    }

    /// <summary>A look has ended; it says which of the queues there are.</summary>
    public void Looked(IReadOnlyList<string> at, IReadOnlyCollection<string> found)
    {
        foreach (var name in at)
        {
            if (found.Contains(name))
                _likely.TryAdd(name, 0);
        }

        if (at.Count == _queues.Count * 2)
            _lookedForAllAt = Environment.TickCount64;
    }

    /// <summary>The queue whose messages a dead-letter queue holds; null when it is none of this service's.</summary>
    public string? Origin(string deadLetters)
    {
        foreach (var suffix in (ReadOnlySpan<string>)[Error, Skipped])
        {
            if (deadLetters.EndsWith(suffix, StringComparison.Ordinal) && deadLetters[..^suffix.Length] is var queue && _queues.ContainsKey(queue))
                return queue;
        }

        return null;
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context)
    {
        if (!context.IsDelivered && !context.IsFaulted)
            Expect(context.InputAddress, Skipped);
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class
    {
        Expect(context.ReceiveContext.InputAddress, Error);
        return Task.CompletedTask;
    }

    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        Expect(context.InputAddress, Error);
        return Task.CompletedTask;
    }

    void Expect(Uri inputAddress, string suffix)
    {
        if (inputAddress.Segments[^1] is var queue && _queues.ContainsKey(queue))
            _likely.TryAdd(queue + suffix, 0);
    }
}
