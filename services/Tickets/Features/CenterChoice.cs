using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Data;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Features;

/// <summary>Finds the service center of a ticket, as Booking does for customers.</summary>
internal static class CenterChoice
{
    /// <summary>The center that was named, else the one that serves the region the address names; null when none does.</summary>
    /// <exception cref="ProblemException">400: there is no such center.</exception>
    public static async Task<Guid?> Choose(this TicketsDbContext db, Guid? named, string address, CancellationToken cancel)
    {
        var centers = await db.Centers.AsNoTracking().OrderBy(center => center.Id).ToListAsync(cancel);
        if (named is null)
            return ServiceArea.Serving(centers, center => ServiceArea.Of(center.Regions), address)?.Id;

        // Before the first announcement of Technicians no center is known, and a caller must not wait for it.
        return centers.Count == 0 || centers.Exists(center => center.Id == named)
            ? named
            : throw new FieldErrors().Add("centerId", "unknown", "There is no such service center.").ToException();
    }
}
