namespace Meida.Tickets.Projections;

/// <summary>One version of a technician, as other systems were told of it.</summary>
internal sealed class TechnicianEvent
{
    /// <summary>The id under which it was announced first.</summary>
    public required Guid Id { get; init; }

    /// <summary>The order in which they came in; given by the database.</summary>
    public long Sequence { get; private set; }

    public required Guid TechnicianId { get; init; }

    public required int Version { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The CloudEvent that other systems got, without its trace.</summary>
    public required string Announcement { get; init; }
}
