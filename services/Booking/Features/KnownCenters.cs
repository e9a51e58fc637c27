using System.Diagnostics;
using Meida.Booking.Data;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Features;

/// <summary>A service center with what it covers.</summary>
internal sealed record KnownCenter(Guid Id, string Name, IReadOnlyList<string> Regions, ServiceArea Area);

/// <summary>
/// The service centers, by id. Every booking asks for all of them and they change some times a year, so they are read once a second:
/// what Technicians announced is seen that much later.
/// </summary>
internal sealed class KnownCenters
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private Reading? _last;

    private sealed record Reading(long At, IReadOnlyList<KnownCenter> Centers);

    public ValueTask<IReadOnlyList<KnownCenter>> Read(BookingDbContext db, CancellationToken cancel) =>
        Volatile.Read(ref _last) is { } last && Stopwatch.GetElapsedTime(last.At) < Fresh ? new(last.Centers) : new(ReadAnew(db, cancel));

    /// <summary>Before somebody is told that there is no such center.</summary>
    public async Task<IReadOnlyList<KnownCenter>> ReadAnew(BookingDbContext db, CancellationToken cancel)
    {
        var at = Stopwatch.GetTimestamp();
        var centers = await db.Centers.AsNoTracking().OrderBy(c => c.Id).ToListAsync(cancel);
        var read = new Reading(at, [.. centers.Select(c => new KnownCenter(c.Id, c.Name, c.Regions, ServiceArea.Of(c.Regions)))]);
        Volatile.Write(ref _last, read);
        return read.Centers;
    }
}
