using Meida.Booking.Data;
using Meida.SharedKernel;

namespace Meida.Booking.Features;

/// <summary>Finds the service center a booking belongs to.</summary>
internal static class CenterChoice
{
    /// <summary>The chosen center, or the one that serves the region the address names; null when none does.</summary>
    public static async Task<(Guid? CenterId, FieldError? Error)> Choose(
        KnownCenters known, BookingDbContext db, Guid? chosen, string address, CancellationToken cancel)
    {
        if (Among(await known.Read(db, cancel)) is { } found)
            return (found, null);

        var centers = await known.ReadAnew(db, cancel);
        return chosen is null || Among(centers) is not null
            ? (Among(centers), null)
            : (null, new FieldError("centerId", "unknown", "There is no such service center."));

        // Before the first announcement of Technicians no center is known, and a booking must not wait for it.
        Guid? Among(IReadOnlyList<KnownCenter> all) => chosen is null ? ServiceArea.Serving(all, center => center.Area, address)?.Id
            : all.Count == 0 || all.Any(center => center.Id == chosen) ? chosen
            : null;
    }
}
