using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MassTransit;
using MassTransit.Logging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Meida.Messaging;

/// <summary>Turns messages into rows of the database context that carries the change.</summary>
static class OutboxRows
{
    static readonly ConditionalWeakTable<DbContext, object> Written = [];

    /// <summary>Whether rows were added to this context since the last call.</summary>
    public static bool TakeWritten(DbContext db) => Written.Remove(db);

    /// <summary>Adds the message as it would go over the wire, and its CloudEvent when it is a public event being published.</summary>
    public static void Capture<T>(DbContext db, SendContext<T> context) where T : class
    {
        TicketNumberTag.Set(context.Message);
        var (destination, isQueue) = ShortAddress(context.DestinationAddress ?? throw new InvalidOperationException("A message without destination."));
        var now = db.GetService<OutboxClock>().Now();
        Add(db, new OutboxRow
        {
            MessageId = context.MessageId ?? throw new InvalidOperationException("A message without id."),
            NotBefore = context.Delay is { } delay && delay > TimeSpan.Zero ? now + delay : default,
            ExpiresAt = context.TimeToLive is { } ttl ? now + ttl : null,
            ScheduleToken = context.ScheduledMessageId,
            Destination = destination,
            RoutingKey = (context as RabbitMqSendContext)?.RoutingKey is { Length: > 0 } key ? key : null,
            Mandatory = isQueue,
            ContentType = (context.ContentType ?? context.Serializer.ContentType).ToString(),
            Body = context.Serializer.GetMessageBody(context).GetString(),
            Headers = JsonSerializer.Serialize(Scalars(context.Headers)),
            CorrelationId = context.CorrelationId,
        });

        if (CloudEvent.RoutingKey(typeof(T)) is { } routingKey && destination == "exchange:" + EntityNames.Of(typeof(T)))
            AddCloudEvent(db, context.Message, context.MessageId.Value, routingKey);
    }

    static void AddCloudEvent<T>(DbContext db, T message, Guid id, string routingKey) where T : class
        => Add(db, new OutboxRow
        {
            MessageId = id,
            Destination = $"exchange:{EntityNames.PublicEvents}?type=topic",
            RoutingKey = routingKey,
            ContentType = CloudEvent.ContentType,
            Body = CloudEvent.Write(message, id, routingKey, Activity.Current),
            Headers = JsonSerializer.Serialize(Trace(Activity.Current)),
        });

    /// <summary>The header by which MassTransit continues a trace on the other side.</summary>
    public static Dictionary<string, string> Trace(Activity? activity)
        => activity?.Id is { } id ? new() { [DiagnosticHeaders.ActivityId] = id } : [];

    static void Add(DbContext db, OutboxRow row)
    {
        // A consumer may publish several messages at once (Task.WhenAll); the context itself allows only one at a time.
        lock (db)
        {
            db.Set<OutboxRow>().Add(row);
            Written.AddOrUpdate(db, row);
        }
    }

    static Dictionary<string, string> Scalars(SendHeaders headers)
    {
        var scalars = new Dictionary<string, string>();
        foreach (var (name, value) in headers.GetAll())
        {
            if (value is string or Guid or Uri or IFormattable)
                scalars[name] = value as string ?? (value as IFormattable)?.ToString(null, null) ?? value.ToString()!;
        }

        return scalars;
    }

    /// <summary>
    /// <c>rabbitmq://host:port/vhost/name?query</c> becomes <c>exchange:name?query</c>: the broker may have another port
    /// by the time the row is sent. A queue is addressed through the exchange of its name: sending to <c>queue:name</c>
    /// would declare a classic queue and clash with the quorum queue its consumer declared.
    /// </summary>
    static (string Destination, bool IsQueue) ShortAddress(Uri address)
    {
        const string bind = "bind=true";
        var name = address.Scheme is "exchange" or "queue" ? address.AbsolutePath : address.Segments[^1];
        var isQueue = address.Scheme == "queue" || address.Query.Contains(bind, StringComparison.Ordinal);
        var options = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(o => o != bind);
        var query = string.Join('&', options);
        return ("exchange:" + name + (query.Length > 0 ? "?" + query : ""), isQueue);
    }
}
