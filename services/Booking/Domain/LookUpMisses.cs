namespace Meida.Booking.Domain;

/// <summary>Wrong telephones that were tried on a ticket number of late, whether or not there is such a ticket.</summary>
internal sealed class LookUpMisses
{
    /// <summary>So many misses within <see cref="Window"/> end the guessing for as long.</summary>
    public const int Allowed = 10;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    public required string TicketNo { get; init; }

    public int Count { get; private set; }

    /// <summary>The first miss that counts.</summary>
    public DateTimeOffset Since { get; private set; }

    public DateTimeOffset? LockedUntil { get; private set; }

    public bool IsLocked(DateTimeOffset now) => LockedUntil > now;

    /// <summary>Counts a miss.</summary>
    /// <returns>Whether it was one too many.</returns>
    public bool Miss(DateTimeOffset now)
    {
        if (now - Since >= Window || LockedUntil <= now)
            (Count, Since, LockedUntil) = (0, now, null);
        if (++Count < Allowed)
            return false;

        LockedUntil = now + Window;
        return true;
    }
}
