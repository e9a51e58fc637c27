using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Meida.Messaging;

/// <summary>A dead-letter queue of this service and what lies in it.</summary>
/// <param name="Queue">Its name: <c>&lt;queue&gt;_error</c> or <c>&lt;queue&gt;_skipped</c>.</param>
/// <param name="Messages">How many messages.</param>
public sealed record DeadLetterQueue(string Queue, long Messages);

/// <summary>Messages that a consumer failed on (<c>_error</c>) or that no consumer wanted (<c>_skipped</c>).</summary>
sealed class DeadLetters(OwnQueues queues, OperatorConnection broker, MessagingMetrics metrics)
{
    static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    /// <summary>The dead-letter queues that exist, empty ones too.</summary>
    public Task<IReadOnlyList<DeadLetterQueue>> Look(CancellationToken ct) => Look(everywhere: false, ct);

    /// <summary>The same.</summary>
    /// <param name="everywhere">Whether queues are looked for that were not there and of which nothing was heard.</param>
    /// <param name="ct">Ends the look.</param>
    public async Task<IReadOnlyList<DeadLetterQueue>> Look(bool everywhere, CancellationToken ct)
    {
        // Before anything else: no queue to look at is no news of the broker.
        var connection = await broker.Open(ct);
        var (names, found) = (queues.WorthALook(everywhere), new List<DeadLetterQueue>());
        IChannel? channel = null;
        try
        {
            foreach (var name in names)
            {
                channel ??= await connection.CreateChannelAsync(cancellationToken: ct);
                if (await Count(channel, name, ct) is { } messages)
                {
                    found.Add(new(name, messages));
                    continue;
                }

                // The refusal has closed the channel.
                await channel.DisposeAsync();
                channel = null;
            }
        }
        finally
        {
            if (channel is not null)
                await channel.DisposeAsync();
        }

        queues.Looked(names, [.. found.Select(queue => queue.Queue)]);
        return metrics.DeadLetters = found;
    }

    /// <summary>
    /// Moves the messages that are there now back to the queue they came from; the broker has confirmed each before it is
    /// taken away, so a process that dies leaves it twice and never nowhere, and the inbox drops the second.
    /// </summary>
    /// <returns>How many were moved; null when there is no such queue.</returns>
    public async Task<int?> Redrive(string name, CancellationToken ct)
    {
        if (queues.Origin(name) is not { } origin)
            return null;

        await using var channel = await (await broker.Open(ct)).CreateChannelAsync(Confirmed, ct);
        if (await Count(channel, name, ct) is not { } messages)
            return null;

        var moved = 0;
        // One that fails again comes back to the end; the count at the start keeps it from going round for ever.
        while (moved < messages && await channel.BasicGetAsync(name, autoAck: false, ct) is { } letter)
        {
            // The queue's own exchange: the default one would reach every queue of the broker, so an account has no right to it.
            await channel.BasicPublishAsync(origin, "", mandatory: true, WithoutFault(letter.BasicProperties), letter.Body, ct);
            await channel.BasicAckAsync(letter.DeliveryTag, multiple: false, ct);
            moved++;
        }

        return moved;
    }

    static async Task<uint?> Count(IChannel channel, string name, CancellationToken ct)
    {
        try
        {
            return (await channel.QueueDeclarePassiveAsync(name, ct)).MessageCount;
        }
        catch (OperationInterruptedException refusal) when (refusal.ShutdownReason is { ReplyCode: 404 })
        {
            return null;
        }
    }

    // What the failure added, and what the broker counted, is no part of the message.
    static BasicProperties WithoutFault(IReadOnlyBasicProperties properties)
    {
        var restored = new BasicProperties(properties);
        restored.Headers = properties.Headers?
            .Where(header => !header.Key.StartsWith("MT-Fault-", StringComparison.Ordinal) && header.Key != "MT-Reason" && !header.Key.StartsWith("x-", StringComparison.Ordinal))
            .ToDictionary(header => header.Key, header => header.Value);
        return restored;
    }
}
