using System.Diagnostics;
using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;
using Microsoft.EntityFrameworkCore;

namespace Meida.Messaging;

/// <summary>
/// Writes messages into the database context of the change they announce. They are sent after your
/// <c>SaveChanges</c> (and your transaction, when there is one) has committed, and never when it has not.
/// Everything here is synchronous and touches the change tracker only, so it also works inside a
/// <c>SaveChanges</c> interceptor.
/// </summary>
public sealed class Outbox(IBus bus)
{
    static readonly SystemTextJsonMessageSerializer Serializer = new();

    /// <summary>Publishes an event to everybody who is bound to its exchange; a public event also becomes a CloudEvent.</summary>
    /// <param name="db">The context of the change.</param>
    /// <param name="message">The event.</param>
    /// <param name="messageId">What receivers de-duplicate by; give one that derives from the change when the same event may be published again.</param>
    /// <returns>The message id.</returns>
    public Guid Publish<T>(DbContext db, T message, Guid? messageId = null) where T : class
        => Write(db, new Uri("exchange:" + EntityNames.Of(typeof(T))), message, messageId, null);

    /// <summary>Sends a message to one queue.</summary>
    /// <param name="db">The context of the change.</param>
    /// <param name="queue">The queue's name, for instance <c>technicians-find-candidates</c>.</param>
    /// <param name="message">The message.</param>
    /// <param name="messageId">What the receiver de-duplicates by.</param>
    /// <param name="delay">How long to hold it back.</param>
    /// <returns>The message id.</returns>
    public Guid Send<T>(DbContext db, string queue, T message, Guid? messageId = null, TimeSpan? delay = null) where T : class
        => Write(db, new Uri("queue:" + queue), message, messageId, delay);

    Guid Write<T>(DbContext db, Uri destination, T message, Guid? messageId, TimeSpan? delay) where T : class
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(message);
        var context = new MessageSendContext<T>(message)
        {
            SourceAddress = bus.Address,
            DestinationAddress = destination,
            ConversationId = NewId.NextGuid(),
            Serializer = Serializer,
            Delay = delay,
        };
        if (messageId is { } id)
            context.MessageId = id;
        foreach (var (name, value) in OutboxRows.Trace(Activity.Current))
            context.Headers.Set(name, value);

        OutboxRows.Capture(db, context);
        return context.MessageId!.Value;
    }
}
