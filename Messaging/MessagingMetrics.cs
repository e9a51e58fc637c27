using System.Diagnostics.Metrics;

namespace Meida.Messaging;

/// <summary>The meter <c>Meida.Messaging</c>.</summary>
public sealed class MessagingMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Meida.Messaging";

    readonly Meter _meter;
    readonly Counter<long> _delivered;
    readonly Counter<long> _parked;
    readonly Counter<long> _duplicates;
    OutboxState _state = new(0, TimeSpan.Zero, 0);
    IReadOnlyList<DeadLetterQueue> _deadLetters = [];

    /// <summary>Creates the instruments.</summary>
    public MessagingMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(MeterName);
        _delivered = _meter.CreateCounter<long>("meida.outbox.delivered", "{message}", "Messages the broker confirmed.");
        _parked = _meter.CreateCounter<long>("meida.outbox.parked", "{message}", "Messages delivery gave up on.");
        _duplicates = _meter.CreateCounter<long>("meida.inbox.duplicates", "{message}", "Messages that arrived again and were dropped.");
        _meter.CreateObservableGauge("meida.outbox.depth", () => State.Depth, "{message}", "Messages that are due and not delivered.");
        _meter.CreateObservableGauge("meida.outbox.oldest_age", () => State.OldestAge.TotalSeconds, "s", "Age of the oldest due message.");
        _meter.CreateObservableGauge("meida.outbox.parked_rows", () => State.Parked, "{message}", "Parked messages in the table now.");
        _meter.CreateObservableGauge("meida.dead_letters", Measure, "{message}", "Messages in the service's dead-letter queues.");
    }

    /// <summary>The outbox as it was seen last.</summary>
    public OutboxState State
    {
        get => Volatile.Read(ref _state);
        internal set => Volatile.Write(ref _state, value);
    }

    /// <summary>The dead-letter queues as they were seen last.</summary>
    public IReadOnlyList<DeadLetterQueue> DeadLetters
    {
        get => Volatile.Read(ref _deadLetters);
        internal set => Volatile.Write(ref _deadLetters, value);
    }

    /// <summary>Whether <see cref="State"/> is news.</summary>
    internal Sight OutboxSight { get; } = new();

    /// <summary>Whether <see cref="DeadLetters"/> is news.</summary>
    internal Sight DeadLetterSight { get; } = new();

    IEnumerable<Measurement<long>> Measure() =>
        DeadLetters.Select(queue => new Measurement<long>(queue.Messages, new KeyValuePair<string, object?>("queue", queue.Queue)));

    internal void Delivered(int count) => _delivered.Add(count);

    internal void Parked() => _parked.Add(1);

    internal void Duplicate(string consumer) => _duplicates.Add(1, new KeyValuePair<string, object?>("consumer", consumer));

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}

/// <summary>What waits in the outbox.</summary>
/// <param name="Depth">Due and not delivered, parked ones not counted.</param>
/// <param name="OldestAge">How long the oldest of them is due.</param>
/// <param name="Parked">Given up on.</param>
public sealed record OutboxState(long Depth, TimeSpan OldestAge, long Parked);
