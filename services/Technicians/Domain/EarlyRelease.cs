namespace Meida.Technicians.Domain;

/// <summary>A release that came before its reservation: when the reservation comes, it is refused.</summary>
internal sealed class EarlyRelease
{
    public required Guid AssignmentId { get; init; }

    public required DateTimeOffset At { get; init; }
}
