using Meida.Booking.Data;
using Meida.Booking.Projections;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Features;

/// <summary>Finds the service center a booking belongs to.</summary>
internal static class CenterChoice
{
    /// <summary>The chosen center, or the one that serves the region the address names; null when none does.</summary>
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

        return (ServiceArea.Serving(centers, center => center.Regions, address)?.Id, null);
    }
}
