namespace Meida.Booking.Notices;

/// <summary>What a customer is told of.</summary>
internal enum NoticeKind
{
    Booked,
    Confirmed,
    Assigned,
    Reminder,
    OnTheWay,
    Completed,
    Moved,
    Canceled,
}

/// <summary>What has become of a notice.</summary>
internal enum NoticeState
{
    Pending,
    Sent,
    Withdrawn,
    Failed,
}

/// <summary>
/// One thing to tell a customer, written in the transaction that takes the fact in. Whom and in which words is read when it is
/// sent, so that it says what is true then.
/// </summary>
internal sealed class Notice
{
    private static readonly TimeSpan OnTheWayIsNewsFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan IsNewsFor = TimeSpan.FromDays(1);

    public required Guid Id { get; init; }

    public required Guid TicketId { get; init; }

    public required NoticeKind Kind { get; init; }

    /// <summary>The version of the ticket that the fact is from. One kind and version is one notice.</summary>
    public required int Version { get; init; }

    public required string Channel { get; init; }

    public NoticeState State { get; set; }

    public int Tries { get; init; }

    public required DateTimeOffset FactAt { get; init; }

    /// <summary>When it is next to be tried.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When it was sent, withdrawn or given up.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The customer's link, encrypted, until the notice is sent: afterwards it exists nowhere but with her.</summary>
    public string? SealedLink { get; set; }

    public bool IsOutdated(DateTimeOffset now, DateTimeOffset appointment) => now >= Kind switch
    {
        NoticeKind.Reminder => appointment,
        NoticeKind.OnTheWay => FactAt + OnTheWayIsNewsFor,
        _ => FactAt + IsNewsFor,
    };
}
