using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Features;

/// <summary>The body that adds or changes a technician; a change names only what is to be different.</summary>
/// <param name="Name">1-50 characters.</param>
/// <param name="Phone">A mainland-China telephone number that no other technician has.</param>
/// <param name="CenterId">The service center.</param>
/// <param name="Skills">At most 20 words of at most 50 characters.</param>
/// <param name="IsActive">Whether new tickets may be assigned; true when a technician is added without it.</param>
/// <param name="UserName">The account that signs in as this technician; blank unlinks it.</param>
internal sealed record TechnicianRequest(
    string? Name, string? Phone, string? CenterId, IReadOnlyList<string?>? Skills, bool? IsActive, string? UserName)
{
    /// <summary>The hours of every week; none: the center's.</summary>
    public IReadOnlyList<HoursRequest?>? WorkingHours { get; init => (field, NamesWorkingHours) = (value, true); }

    /// <summary>1-100 visits a day; null: as the setting says.</summary>
    public int? DailyCapacity { get; init => (field, NamesDailyCapacity) = (value, true); }

    /// <summary>Where the technician lives, with <see cref="HomeLongitude"/>; null: not told.</summary>
    public double? HomeLatitude { get; init => (field, NamesHome) = (value, true); }

    /// <summary>Where the technician lives, with <see cref="HomeLatitude"/>; null: not told.</summary>
    public double? HomeLongitude { get; init => (field, NamesHome) = (value, true); }

    // Null takes these back; left out they stay as they are.
    [JsonIgnore]
    public bool NamesWorkingHours { get; private init; }

    [JsonIgnore]
    public bool NamesDailyCapacity { get; private init; }

    [JsonIgnore]
    public bool NamesHome { get; private init; }

    /// <summary>Names no personal data: requests end up in logs and exceptions.</summary>
    public override string ToString() => nameof(TechnicianRequest);
}

/// <summary>The rules of a technician's fields.</summary>
internal static partial class TechnicianRules
{
    private const int MaxSkills = 20;
    private const int MaxCapacity = 100;

    /// <summary>Checks the fields that are there, and with <paramref name="isNew"/> that the required ones are.</summary>
    public static async Task<TechnicianChange> Check(
        TechnicianRequest request, bool isNew, FieldErrors errors, TechniciansDbContext db, PersonalData personalData, CancellationToken cancel)
    {
        string? name = null;
        if (isNew || request.Name is not null)
            errors.Add(RequestText.CheckName("name", request.Name, 1, 50, out name));

        PhoneNumber? phone = null;
        if (isNew || request.Phone is not null)
            errors.Add(BookingRules.CheckPhone("phone", request.Phone, out phone));

        var centerId = isNew || request.CenterId is not null ? await CheckCenter(request.CenterId, errors, db, cancel) : null;
        return new TechnicianChange(
            name,
            phone is null ? null : new(phone.Masked, personalData.PhoneHash(phone), personalData.Seal(phone.Value)),
            centerId,
            CheckSkills(request.Skills, isNew, errors),
            request.IsActive,
            CheckUserName(request.UserName, errors),
            request.NamesWorkingHours ? HoursRules.Check(request.WorkingHours ?? [], errors) : null,
            request.NamesDailyCapacity ? CheckCapacity(request.DailyCapacity, errors) : null,
            request.NamesHome ? CheckHome(request.HomeLatitude, request.HomeLongitude, errors) : null);
    }

    private static DailyCapacity CheckCapacity(int? visits, FieldErrors errors)
    {
        if (visits is < 1 or > MaxCapacity)
            errors.Add("dailyCapacity", "range", $"Must be 1 to {MaxCapacity}.");
        return new(visits);
    }

    private static Home CheckHome(double? latitude, double? longitude, FieldErrors errors)
    {
        if (latitude is null != longitude is null)
            errors.Add(latitude is null ? "homeLatitude" : "homeLongitude", "required", "Needed with the other one.");
        if (latitude is < -90 or > 90)
            errors.Add("homeLatitude", "range", "Must be -90 to 90.");
        if (longitude is < -180 or > 180)
            errors.Add("homeLongitude", "range", "Must be -180 to 180.");
        return new(latitude, longitude);
    }

    private static async Task<Guid?> CheckCenter(string? text, FieldErrors errors, TechniciansDbContext db, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(text))
            errors.Add("centerId", "required", "Required.");
        else if (!Guid.TryParseExact(text, "D", out var id))
            errors.Add("centerId", "format", "Must be the id of a service center.");
        else if (!await db.Centers.AnyAsync(c => c.Id == id, cancel))
            errors.Add("centerId", "unknown", "There is no such service center.");
        else
            return id;

        return null;
    }

    private static string[]? CheckSkills(IReadOnlyList<string?>? skills, bool isNew, FieldErrors errors)
    {
        if (skills is null)
            return isNew ? [] : null;

        if (skills.Count > MaxSkills)
            errors.Add("skills", "length", $"Must be at most {MaxSkills}.");

        var cleaned = new List<string>();
        foreach (var skill in skills.Take(MaxSkills))
        {
            errors.Add(RequestText.Check("skills", skill, 1, 50, multiline: false, out var text));
            cleaned.Add(text);
        }

        return [.. cleaned.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static string? CheckUserName(string? text, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text) && !RequestText.HasControlCharacters(text ?? ""))
            return text is null ? null : "";

        var userName = text!.Trim().ToLowerInvariant();
        if (!UserName().IsMatch(userName))
            errors.Add("userName", "format", "Must be 1 to 64 letters, digits, dots, dashes, underscores or @.");
        return userName;
    }

    [GeneratedRegex(@"^[a-z0-9._@-]{1,64}\z")]
    private static partial Regex UserName();
}
