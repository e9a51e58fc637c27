using System.Linq.Expressions;
using System.Security.Claims;
using Meida.Contracts.Technicians;
using Meida.ServiceDefaults.Access;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;

namespace Meida.Technicians.Features;

/// <summary>A technician as staff see one.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
/// <param name="PhoneMasked">The phone, its middle hidden.</param>
/// <param name="CenterId">The service center.</param>
/// <param name="CenterName">Its name.</param>
/// <param name="Skills">Words that a product's name may contain.</param>
/// <param name="IsActive">Whether new tickets may be assigned.</param>
/// <param name="UserName">The account that signs in as this technician.</param>
/// <param name="Load7d">Tickets of the last seven days, canceled and re-assigned ones not counted.</param>
/// <param name="Version">Grows by one a change.</param>
/// <param name="WorkingHours">The hours of every week; none: the center's.</param>
/// <param name="DailyCapacity">The most visits a day; null: as the setting says.</param>
/// <param name="HomeLatitude">Where the technician lives; null when not told, and for who may not change technicians.</param>
/// <param name="HomeLongitude">Likewise.</param>
internal sealed record TechnicianResponse(
    Guid Id, string Name, string PhoneMasked, Guid CenterId, string CenterName, IReadOnlyList<string> Skills, bool IsActive,
    string? UserName, int Load7d, int Version, IReadOnlyList<WorkingHours> WorkingHours, int? DailyCapacity, double? HomeLatitude,
    double? HomeLongitude)
{
    public static Expression<Func<Technician, TechnicianResponse>> From(TechniciansDbContext db, ClaimsPrincipal user, DateTimeOffset now)
    {
        var mayKnowHome = user.HasClaim(TokenClaims.Permission, Permissions.TechniciansWrite);
        var since = now - AssignmentPolicy.LoadWindow;
        return t => new TechnicianResponse(
            t.Id, t.Name, t.PhoneMasked, t.CenterId, t.Center!.Name, t.Skills, t.IsActive, t.UserName,
            db.Assignments.Count(a => a.TechnicianId == t.Id && a.State != AssignmentState.Released && a.AssignedAt > since), t.Version,
            t.WorkingHours, t.DailyCapacity, mayKnowHome ? t.HomeLatitude : null, mayKnowHome ? t.HomeLongitude : null);
    }
}
