using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Meida.Contracts.Technicians;
using Meida.ServiceDefaults.Http;
using Meida.Tickets.Data;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Sla;

/// <summary>
/// The calendars of the centers. Every new ticket asks for one and they change some times a year, so each is read once in a few
/// seconds; whoever takes in a change corrects what was computed meanwhile.
/// </summary>
internal sealed class CenterCalendars
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, (long At, WorkingCalendar Calendar)> _read = [];

    public async ValueTask<WorkingCalendar> Of(TicketsDbContext db, Guid? centerId, CancellationToken cancel)
    {
        if (centerId is not { } id)
            return WorkingCalendar.Default;
        if (_read.TryGetValue(id, out var known) && Stopwatch.GetElapsedTime(known.At) < Fresh)
            return known.Calendar;

        var at = Stopwatch.GetTimestamp();
        var text = await db.Centers.AsNoTracking().Where(center => center.Id == id).Select(center => center.Calendar).SingleOrDefaultAsync(cancel);
        var calendar = Parse(text);
        _read[id] = (at, calendar);
        return calendar;
    }

    public static string? Write(CenterCalendar? calendar) => calendar is null ? null : JsonSerializer.Serialize(calendar, JsonConventions.Options);

    public static WorkingCalendar Parse(string? text) =>
        text is null ? WorkingCalendar.Default : new(JsonSerializer.Deserialize<CenterCalendar>(text, JsonConventions.Options)!);

    /// <summary>What was read of a center is old.</summary>
    public void Forget(Guid centerId) => _read.TryRemove(centerId, out _);
}
