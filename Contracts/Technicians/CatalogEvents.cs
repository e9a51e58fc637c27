namespace Meida.Contracts.Technicians;

/// <summary>A technician was added or changed.</summary>
/// <param name="TechnicianId">The technician.</param>
/// <param name="Version">Grows by one a change; an older event is ignored.</param>
/// <param name="OccurredAt">When, in UTC.</param>
/// <param name="CenterId">The service center.</param>
/// <param name="IsActive">Whether new tickets may be assigned.</param>
/// <param name="SealedName">The name, encrypted with the product's data key; inside the product only.</param>
[PublicEvent("technician.changed")]
public sealed record TechnicianChanged(
    Guid TechnicianId, int Version, DateTimeOffset OccurredAt, Guid CenterId, bool IsActive,
    [property: InternalOnly] string SealedName);

/// <summary>A service center was added or changed.</summary>
/// <param name="CenterId">The center.</param>
/// <param name="Version">Grows by one a change; an older event is ignored.</param>
/// <param name="OccurredAt">When, in UTC.</param>
/// <param name="Name">The center's public name.</param>
/// <param name="Regions">The districts it serves, as they appear in addresses.</param>
/// <param name="TimeZone">IANA time zone of its appointments.</param>
/// <param name="Calendar">When it works; null from before it was told.</param>
public sealed record ServiceCenterChanged(
    Guid CenterId, int Version, DateTimeOffset OccurredAt, string Name, IReadOnlyList<string> Regions, string TimeZone,
    CenterCalendar? Calendar = null);

/// <summary>When a service center works, in its own time zone.</summary>
/// <param name="WorkingHours">The hours of every week, in order, none overlapping another; a weekday may have several or none.</param>
/// <param name="Holidays">The days that are not as their weekday, in order, each once.</param>
public sealed record CenterCalendar(IReadOnlyList<WorkingHours> WorkingHours, IReadOnlyList<Holiday> Holidays)
{
    /// <summary>Of a center that never said when it works: every day from 08:00 to 20:00.</summary>
    public static CenterCalendar EveryDay { get; } =
        new([.. Enumerable.Range(1, 7).Select(weekday => new WorkingHours(weekday, new TimeOnly(8, 0), new TimeOnly(20, 0)))], []);
}

/// <summary>A stretch of work on a day of the week.</summary>
/// <param name="Weekday">1 (Monday) to 7 (Sunday).</param>
/// <param name="From">The first moment.</param>
/// <param name="To">The moment after the last, on the same day.</param>
public sealed record WorkingHours(int Weekday, TimeOnly From, TimeOnly To);

/// <summary>A day that is not as its weekday.</summary>
/// <param name="Date">The day.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Working">
/// False: the center is closed all day. True: it works, for instance to make up for a holiday, with its weekday's hours, or
/// if there are none with those of the first weekday of the week that has some.
/// </param>
public sealed record Holiday(DateOnly Date, string Name, bool Working);

/// <summary>
/// A service that keeps a projection of centers and technicians has started and asks Technicians to announce all of
/// them once more; Technicians also does so when it starts itself. So a projection is complete whichever starts first.
/// </summary>
/// <param name="RequestedBy">The asking service's name, for the log.</param>
public sealed record CatalogRequested(string RequestedBy);
