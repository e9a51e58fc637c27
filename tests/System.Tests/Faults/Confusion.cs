using Meida.EndToEnd.Running;
using Meida.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Meida.EndToEnd.Faults;

/// <summary>
/// A network at its worst, in front of every queue of the services: each message comes three times, the first after a
/// pause that chance gives and the others later, so that later messages overtake earlier ones. Made of bindings only: messages take the way
/// through a queue of ours, and the services do not know.
/// </summary>
internal sealed class Confusion : IAsyncDisposable
{
    private const int Copies = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(1200);

    // Somebody waits for the answer, and for a second only.
    private static readonly TimeSpan LongestPauseOfRequests = TimeSpan.FromMilliseconds(300);
    private static readonly string[] Requests = ["booking-find-booking", "tickets-get-ticket-access", "tickets-record-receipts", "files-ticket-receipts"];
    private static readonly string[] Services = ["booking-", "tickets-", "technicians-", "files-"];

    private readonly SemaphoreSlim _sending = new(1);
    private readonly Dictionary<string, long> _newest = [];
    private readonly Random _random;
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly IReadOnlyList<string> _queues;
    private long _arrived;
    private int _underWay;
    private bool _ended;

    private Confusion(int seed, IConnection connection, IChannel channel, IReadOnlyList<string> queues) =>
        (_random, _connection, _channel, _queues) = (new Random(seed), connection, channel, queues);

    /// <summary>Messages whose first copy came after the first copy of one that was sent later.</summary>
    public int Overtaken { get; private set; }

    public static async Task<Confusion> Begin(RunFile run, int seed)
    {
        var queues = (await run.Queues()).Keys.Where(name => Services.Any(service => name.StartsWith(service, StringComparison.Ordinal))
            && !name.EndsWith("_error", StringComparison.Ordinal) && !name.EndsWith("_skipped", StringComparison.Ordinal)).ToList();
        Assert.True(queues.Count > 15, $"Only {queues.Count} queues were found: {string.Join(' ', queues)}");

        var connection = await run.ConnectToBroker();
        Assert.Empty(Requests.Except(queues));
        var confusion = new Confusion(seed, connection, await connection.CreateChannelAsync(), queues);
        foreach (var queue in queues)
            await confusion.StandBefore(queue);
        return confusion;
    }

    /// <summary>Straightens everything and returns when the last copy is delivered.</summary>
    public async Task End()
    {
        _ended = true;
        foreach (var queue in _queues)
        {
            await Locked(() => _channel.QueueBindAsync(queue, queue, ""));
            await Locked(() => _channel.QueueUnbindAsync(Mine(queue), queue, ""));
        }

        await Eventually.Is(async () =>
        {
            foreach (var queue in _queues)
                await Locked(async () => Assert.Equal(0u, await _channel.MessageCountAsync(Mine(queue))));
            Assert.Equal(0, Volatile.Read(ref _underWay));
        });
    }

    public async ValueTask DisposeAsync()
    {
        // A test that fails must not leave the system confused.
        if (!_ended)
            await End();
        await _connection.DisposeAsync();
        _sending.Dispose();
    }

    private static string Mine(string queue) => $"confusion.{queue}";

    private async Task StandBefore(string queue)
    {
        await Locked(() => _channel.QueueDeclareAsync(Mine(queue), durable: false, exclusive: true, autoDelete: true));
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            var copy = (new BasicProperties(delivery.BasicProperties), delivery.Body.ToArray());
            _ = Deliver(queue, copy, Interlocked.Increment(ref _arrived));
            return Task.CompletedTask;
        };
        await Locked(() => _channel.BasicConsumeAsync(Mine(queue), autoAck: true, consumer));
        // First both ways, then ours alone: a copy too many does no harm.
        await Locked(() => _channel.QueueBindAsync(Mine(queue), queue, ""));
        await Locked(() => _channel.QueueUnbindAsync(queue, queue, ""));
    }

    private async Task Deliver(string queue, (BasicProperties Properties, byte[] Body) message, long number)
    {
        Interlocked.Increment(ref _underWay);
        for (var copy = 0; copy < Copies; copy++)
        {
            await Task.Delay(Pause(queue));
            await Locked(async () =>
            {
                if (copy == 0)
                    CountOvertaken(queue, number);
                await _channel.BasicPublishAsync("", queue, mandatory: true, message.Properties, message.Body);
            });
        }

        Interlocked.Decrement(ref _underWay);
    }

    private void CountOvertaken(string queue, long number)
    {
        var newest = _newest.GetValueOrDefault(queue);
        if (number < newest)
            Overtaken++;
        _newest[queue] = Math.Max(number, newest);
    }

    private TimeSpan Pause(string queue)
    {
        lock (_random)
            return (Requests.Contains(queue) ? LongestPauseOfRequests : LongestPause) * _random.NextDouble();
    }

    private async Task Locked(Func<Task> work)
    {
        await _sending.WaitAsync();
        try
        {
            await work();
        }
        finally
        {
            _sending.Release();
        }
    }
}
