using Meida.Contracts.Technicians;

namespace Meida.Technicians.Domain;

/// <summary>A service center and the districts it serves.</summary>
internal sealed class ServiceCenter
{
    public Guid Id { get; private init; }

    public string Name { get; private set; } = "";

    /// <summary>Districts as they appear in addresses.</summary>
    public string[] Regions { get; private set; } = [];

    /// <summary>IANA time zone of its appointments.</summary>
    public string TimeZone { get; private set; } = "";

    /// <summary>Grows by one a change; announcements are ordered by it.</summary>
    public int Version { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>The hours of every week, in order; a visit lies in one of them.</summary>
    public IReadOnlyList<WorkingHours> WorkingHours { get; private set; } = CenterCalendar.EveryDay.WorkingHours;

    /// <summary>The days that are not as their weekday, in order.</summary>
    public IReadOnlyList<Holiday> Holidays { get; private set; } = [];

    public CenterCalendar Calendar => new(WorkingHours, Holidays);

    public static ServiceCenter Open(Guid id, string name, string[] regions, string timeZone, DateTimeOffset at) =>
        new() { Id = id, Name = name, Regions = regions, TimeZone = timeZone, Version = 1, UpdatedAt = at };

    /// <summary>Takes over what is not null.</summary>
    /// <returns>Whether anything is different now.</returns>
    public bool Change(string? name, string[]? regions, DateTimeOffset at)
    {
        if ((name is null || name == Name) && (regions is null || regions.SequenceEqual(Regions)))
            return false;

        Name = name ?? Name;
        Regions = regions ?? Regions;
        Version++;
        UpdatedAt = at;
        return true;
    }

    /// <summary>Takes over what is not null. Visits that are agreed on stay as they are.</summary>
    /// <returns>Whether anything is different now.</returns>
    public bool Change(IReadOnlyList<WorkingHours>? hours, IReadOnlyList<Holiday>? holidays, DateTimeOffset at)
    {
        if ((hours is null || hours.SequenceEqual(WorkingHours)) && (holidays is null || holidays.SequenceEqual(Holidays)))
            return false;

        WorkingHours = hours ?? WorkingHours;
        Holidays = holidays ?? Holidays;
        Version++;
        UpdatedAt = at;
        return true;
    }
}
