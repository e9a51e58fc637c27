using Meida.Contracts.Technicians;

namespace Meida.Technicians.Domain;

/// <summary>Somebody who repairs appliances for a service center.</summary>
internal sealed class Technician
{
    public Guid Id { get; private init; }

    public string Name { get; private set; } = "";

    /// <summary>The form of the phone that may be shown.</summary>
    public string PhoneMasked { get; private set; } = "";

    /// <summary>The phone as a keyed hash: no two technicians share one.</summary>
    public string PhoneHash { get; private set; } = "";

    /// <summary>The phone, encrypted.</summary>
    public string SealedPhone { get; private set; } = "";

    public Guid CenterId { get; private set; }

    public ServiceCenter? Center { get; private set; }

    /// <summary>Words that a product's name may contain.</summary>
    public string[] Skills { get; private set; } = [];

    /// <summary>Whether new tickets may be assigned; the ones already assigned stay.</summary>
    public bool IsActive { get; private set; }

    /// <summary>The account that signs in as this technician, in lower case.</summary>
    public string? UserName { get; private set; }

    /// <summary>The hours of every week, in order; none: the center's.</summary>
    public IReadOnlyList<WorkingHours> WorkingHours { get; private set; } = [];

    /// <summary>The most visits a day; null: as the setting says.</summary>
    public int? DailyCapacity { get; private set; }

    /// <summary>Where the way to the first visit begins; null when that was not told.</summary>
    public double? HomeLatitude { get; private set; }

    public double? HomeLongitude { get; private set; }

    /// <summary>Grows by one a change; announcements are ordered by it.</summary>
    public int Version { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public static Technician Hire(Guid id, TechnicianChange profile, DateTimeOffset at)
    {
        var technician = new Technician { Id = id, IsActive = true };
        technician.Change(profile, at);
        return technician;
    }

    /// <summary>Takes over what the change names.</summary>
    /// <returns>Whether anything is different now.</returns>
    public bool Change(TechnicianChange change, DateTimeOffset at)
    {
        var before = Kept();
        Name = change.Name ?? Name;
        CenterId = change.CenterId ?? CenterId;
        Skills = change.Skills ?? Skills;
        IsActive = change.IsActive ?? IsActive;
        if (change.UserName is { } userName)
            UserName = userName.Length == 0 ? null : userName;
        if (change.Phone is { } phone && phone.Hash != PhoneHash)
            (PhoneMasked, PhoneHash, SealedPhone) = (phone.Masked, phone.Hash, phone.Sealed);

        WorkingHours = change.WorkingHours is { } hours && !hours.SequenceEqual(WorkingHours) ? hours : WorkingHours;
        if (change.DailyCapacity is { } capacity)
            DailyCapacity = capacity.Visits;
        if (change.Home is { } home)
            (HomeLatitude, HomeLongitude) = (home.Latitude, home.Longitude);

        if (Version > 0 && before.Equals(Kept()))
            return false;

        Version++;
        // As exact as the database keeps it: every announcement of a version says the same.
        UpdatedAt = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));
        return true;
    }

    private object Kept() => (
        Name, PhoneHash, CenterId, IsActive, UserName, string.Join('\n', Skills), WorkingHours, DailyCapacity, HomeLatitude, HomeLongitude);
}

/// <summary>What is to be different of a technician; null leaves a thing as it is.</summary>
/// <param name="UserName">Empty unlinks the account.</param>
/// <param name="WorkingHours">Empty: the center's from now on.</param>
internal sealed record TechnicianChange(
    string? Name = null, ProtectedPhone? Phone = null, Guid? CenterId = null, string[]? Skills = null, bool? IsActive = null,
    string? UserName = null, IReadOnlyList<WorkingHours>? WorkingHours = null, DailyCapacity? DailyCapacity = null, Home? Home = null);

/// <summary>The most visits a day; null: as the setting says.</summary>
internal sealed record DailyCapacity(int? Visits);

/// <summary>Where a technician lives, both or neither; a person's, like the telephone.</summary>
internal sealed record Home(double? Latitude, double? Longitude)
{
    public override string ToString() => nameof(Home);
}

/// <summary>A telephone number in the three forms that are stored.</summary>
internal sealed record ProtectedPhone(string Masked, string Hash, string Sealed)
{
    public override string ToString() => Masked;
}
