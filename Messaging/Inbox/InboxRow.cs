namespace Meida.Messaging;

/// <summary>One message was handled by one consumer; committed with the effect, so that a repetition is noticed.</summary>
public sealed class InboxRow
{
    /// <summary>The message.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The consumer on its endpoint; a message may have several.</summary>
    public required Guid ConsumerId { get; init; }

    /// <summary>When, by the database's clock.</summary>
    public DateTime ReceivedAt { get; init; }
}
