using Meida.Booking.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Booking.Features;

/// <summary>A service center a customer can choose.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its public name.</param>
/// <param name="Regions">The districts it serves.</param>
internal sealed record CenterItem(Guid Id, string Name, IReadOnlyList<string> Regions);

/// <summary>All service centers.</summary>
/// <param name="Items">By name.</param>
internal sealed record CenterList(IReadOnlyList<CenterItem> Items);

/// <summary>The service centers a customer can choose from.</summary>
internal static class ListCenters
{
    public static async Task<Ok<CenterList>> Handle(KnownCenters centers, BookingDbContext db, CancellationToken cancel) =>
        TypedResults.Ok(new CenterList([.. (await centers.ReadAnew(db, cancel))
            .OrderBy(c => c.Name, StringComparer.Ordinal).ThenBy(c => c.Id)
            .Select(c => new CenterItem(c.Id, c.Name, c.Regions))]));
}
