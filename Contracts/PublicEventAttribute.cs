namespace Meida.Contracts;

/// <summary>
/// Marks a message that other systems may subscribe to. Besides its MassTransit exchange it is published as a
/// CloudEvent 1.0 (structured mode, <c>application/cloudevents+json</c>) to the durable topic exchange
/// <c>meida.events</c> under <paramref name="routingKey"/>, which is the CloudEvent's <c>type</c> as well.
/// </summary>
/// <param name="routingKey">For instance <c>ticket.booked</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PublicEventAttribute(string routingKey) : Attribute
{
    /// <summary>The routing key on <c>meida.events</c> and the CloudEvent's <c>type</c>.</summary>
    public string RoutingKey { get; } = routingKey;
}

/// <summary>
/// Marks a property that stays inside the product: it is left out of the CloudEvent that other systems read.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InternalOnlyAttribute : Attribute;

/// <summary>What every event about a ticket carries.</summary>
public interface ITicketEvent
{
    /// <summary>The ticket's id, a UUID version 7.</summary>
    Guid TicketId { get; }

    /// <summary>The number a person can read out: <c>TK</c> and eight Crockford base-32 characters.</summary>
    string TicketNo { get; }

    /// <summary>
    /// The ticket's version after the change. Events may arrive out of order: a consumer ignores one that is
    /// older than what it knows.
    /// </summary>
    int Version { get; }

    /// <summary>When the change happened, in UTC.</summary>
    DateTimeOffset OccurredAt { get; }
}
