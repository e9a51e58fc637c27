using Meida.Booking.Data;
using Meida.Booking.Projections;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Features;

/// <summary>Finds the service center a booking belongs to.</summary>
internal static class CenterChoice
{
    /// <summary>The chosen center, or the one whose district the address names, or the only one there is.</summary>
    public static async Task<(Guid? CenterId, FieldError? Error)> Choose(
        BookingDbContext db, Guid? chosen, string address, CancellationToken cancel)
    {
        var centers = await db.Centers.AsNoTracking().OrderBy(c => c.Id).ToListAsync(cancel);
        if (chosen is not null)
        {
            // Before the first announcement of Technicians no center is known, and a booking must not wait for it.
            return centers.Count == 0 || centers.Exists(c => c.Id == chosen)
                ? (chosen, null)
                : (null, new FieldError("centerId", "unknown", "There is no such service center."));
        }

        return (ServingAddress(centers, address)?.Id ?? (centers.Count == 1 ? centers[0].Id : null), null);
    }

    // The most specific district decides: 上海路 in 杭州市西湖区 belongs to 西湖区.
    private static ServiceCenter? ServingAddress(List<ServiceCenter> centers, string address) => centers
        .SelectMany(center => center.Regions, (center, region) => (center, region))
        .Where(pair => pair.region.Length > 0 && address.Contains(pair.region, StringComparison.OrdinalIgnoreCase))
        .OrderByDescending(pair => pair.region.Length)
        .ThenBy(pair => address.IndexOf(pair.region, StringComparison.OrdinalIgnoreCase))
        .Select(pair => pair.center)
        .FirstOrDefault();
}
