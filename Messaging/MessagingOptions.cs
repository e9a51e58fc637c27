namespace Meida.Messaging;

/// <summary>Configuration section <c>Messaging</c>. The defaults are meant to stay.</summary>
public sealed class MessagingOptions
{
    /// <summary>How long delivery sleeps when nothing wakes it and nothing is scheduled earlier: rows another process left behind.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Rows of one delivery transaction.</summary>
    public int BatchSize { get; set; } = 100;

    /// <summary>A send without a confirm after this long has failed; it also bounds how long rows stay locked.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A row that failed this often while the broker was reachable is parked.</summary>
    public int MaxAttempts { get; set; } = 20;

    /// <summary>The pause after the first failed attempt; it doubles up to five minutes.</summary>
    public TimeSpan Backoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a request waits for its answer when it does not say.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long handled message ids are remembered: longer than anything is redelivered or replayed from an error queue.</summary>
    public TimeSpan InboxRetention { get; set; } = TimeSpan.FromDays(14);

    /// <summary>The age of the oldest due row from which the service calls itself degraded.</summary>
    public TimeSpan DegradedAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Messages an endpoint holds ready.</summary>
    public int Prefetch { get; set; } = 32;

    /// <summary>Messages an endpoint handles at a time.</summary>
    public int Concurrency { get; set; } = 8;

    /// <summary>Messages an endpoint holds ready, and hands on at a time, where they are handled in groups.</summary>
    public int Group { get; set; } = 100;
}
