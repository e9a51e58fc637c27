namespace Meida.Booking.Domain;

/// <summary>Wrong links that came from an address of late.</summary>
internal sealed class LinkMisses
{
    /// <summary>So many within <see cref="Window"/> are an accident; from then on the address has one try a <see cref="Pause"/>.</summary>
    public const int Allowed = 20;

    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>A keyed fingerprint of the address.</summary>
    public required string Address { get; init; }

    public int Count { get; init; }

    public DateTimeOffset Since { get; init; }

    public DateTimeOffset? SlowedUntil { get; init; }
}
