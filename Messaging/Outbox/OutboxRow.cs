namespace Meida.Messaging;

/// <summary>
/// A message that is committed with the change it announces and not yet confirmed by the broker.
/// It holds the exact body and properties of the wire; delivery adds nothing but the sending span.
/// </summary>
public sealed class OutboxRow
{
    /// <summary>The order of writing; delivery follows it roughly, never strictly.</summary>
    public long Seq { get; init; }

    /// <summary>What receivers de-duplicate by. The event and its CloudEvent share it.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>When the row was written, by the database's clock.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>Delivery waits until then: scheduled messages and the pause after a failed attempt.</summary>
    public DateTime NotBefore { get; init; }

    /// <summary>A message nobody waits for after this moment is dropped instead of sent.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>The token by which a scheduled message can be taken back.</summary>
    public Guid? ScheduleToken { get; init; }

    /// <summary>MassTransit's short address: <c>exchange:name</c>, free of hosts, so that the broker may move.</summary>
    public required string Destination { get; init; }

    /// <summary>The routing key, for topic exchanges.</summary>
    public string? RoutingKey { get; init; }

    /// <summary>Whether a message that reaches no queue has failed (a send), or simply interests nobody (a publish).</summary>
    public bool Mandatory { get; init; }

    /// <summary>The media type of <see cref="Body"/>.</summary>
    public required string ContentType { get; init; }

    /// <summary>The bytes on the wire, UTF-8.</summary>
    public required string Body { get; init; }

    /// <summary>Transport headers as a JSON object of strings; the trace context is one of them.</summary>
    public required string Headers { get; init; }

    /// <summary>The AMQP property of the same name.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>Attempts that failed while the broker was reachable.</summary>
    public int Attempts { get; init; }

    /// <summary>What the last failed attempt said.</summary>
    public string? LastError { get; init; }

    /// <summary>When delivery gave up on the row. It stays until somebody looks at it.</summary>
    public DateTime? ParkedAt { get; init; }
}
