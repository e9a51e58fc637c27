using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Meida.Messaging;

/// <summary>
/// Sends public events once more, to one subscriber's queue and to nobody else: through an exchange of their own that the queue
/// is bound to by its name, in order, each confirmed by the broker. The binding stays, for another replay may be under way. Past the outbox on purpose: the events are history already, and whoever asks wants to
/// hear now whether the queue has them.
/// </summary>
public sealed partial class EventReplay(IConfiguration configuration)
{
    const string Exchange = "tickets-replay";
    const int Batch = 100;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Whether a queue belongs to another system: <c>ext.&lt;system&gt;.&lt;name&gt;</c>.</summary>
    public static bool IsSubscriberQueue(string? queue) => queue is { Length: <= 255 } && SubscriberQueue().IsMatch(queue);

    /// <summary>Sends the events in the order given.</summary>
    /// <param name="queue">A queue that exists.</param>
    /// <param name="cloudEvents">The bodies, as they were sent first.</param>
    /// <param name="ct">Ends it early.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="ReplayException">The queue is not there, or the broker is not.</exception>
    public async Task<int> Send(string queue, IAsyncEnumerable<string> cloudEvents, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(cloudEvents);
        var sent = 0;
        try
        {
            var broker = BrokerAddress.Parse(configuration.GetConnectionString("messaging"));
            await using var connection = await broker.Factory().CreateConnectionAsync("event-replay", ct);
            await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), ct);
            await channel.QueueDeclarePassiveAsync(queue, ct);
            await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Direct, durable: true, cancellationToken: ct);
            await channel.QueueBindAsync(queue, Exchange, queue, cancellationToken: ct);
            await foreach (var batch in cloudEvents.Chunk(Batch).WithCancellation(ct))
            {
                // The channel takes them one after the other, as they are called; only the confirms are awaited together.
                await Task.WhenAll(batch.Select(body => Publish(channel, queue, body, ct))).WaitAsync(Patience, ct);
                sent += batch.Length;
            }

            return sent;
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == 404)
        {
            throw new ReplayException(ReplayFault.NoSuchQueue, sent, $"There is no queue '{queue}'.", e);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == 405)
        {
            throw new ReplayException(ReplayFault.NoSuchQueue, sent, $"The queue '{queue}' belongs to one connection alone.", e);
        }
        catch (PublishException e) when (e.IsReturn)
        {
            throw new ReplayException(ReplayFault.NoSuchQueue, sent, $"The queue '{queue}' went away.", e);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && (e is PublishException || BrokerFailure.Is(e)))
        {
            throw new ReplayException(ReplayFault.BrokerAway, sent, "The broker does not answer for the moment; try again.", e);
        }
    }

    static async Task Publish(IChannel channel, string queue, string body, CancellationToken ct)
    {
        var properties = new BasicProperties { MessageId = Id(body), ContentType = CloudEvent.ContentType, Persistent = true };
        await channel.BasicPublishAsync(Exchange, queue, mandatory: true, properties, Encoding.UTF8.GetBytes(body), ct);
    }

    static string Id(string body)
    {
        using var cloudEvent = JsonDocument.Parse(body);
        return cloudEvent.RootElement.GetProperty("id").GetString()!;
    }

    [GeneratedRegex(@"^ext\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+\z")]
    private static partial Regex SubscriberQueue();
}

/// <summary>Why a replay ended early.</summary>
public enum ReplayFault
{
    /// <summary>The queue is not there, or not for us.</summary>
    NoSuchQueue,

    /// <summary>The broker does not answer.</summary>
    BrokerAway,
}

/// <summary>A replay ended early. Repeating it does no harm: subscribers know the events by their ids.</summary>
/// <param name="fault">Why.</param>
/// <param name="sent">How many events the queue surely has.</param>
/// <param name="message">A sentence for whoever asked.</param>
/// <param name="inner">What the broker or the client said.</param>
public sealed class ReplayException(ReplayFault fault, int sent, string message, Exception inner) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public ReplayFault Fault => fault;

    /// <summary>How many events the queue surely has.</summary>
    public int Sent => sent;
}
