using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Refusals;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Features;

/// <summary>Figures of the tickets whose appointment lies in a range of days.</summary>
/// <param name="From">The first day; null for all.</param>
/// <param name="To">The last day; null for all.</param>
/// <param name="CenterId">The center asked for.</param>
/// <param name="Total">All tickets.</param>
/// <param name="ByStatus">Every status with its count, 0 included.</param>
/// <param name="ByDay">Every appointment date that has tickets, earliest first.</param>
/// <param name="ByTechnician">Every technician who has tickets, most first.</param>
/// <param name="CompletionHours">From booking to completion.</param>
internal sealed record TicketStats(
    DateOnly? From, DateOnly? To, Guid? CenterId, int Total, IReadOnlyDictionary<string, int> ByStatus, IReadOnlyList<DayCount> ByDay,
    IReadOnlyList<TechnicianCount> ByTechnician, CompletionHours CompletionHours);

/// <summary>Tickets of one appointment date.</summary>
internal sealed record DayCount(DateOnly Date, int Total, int Completed, int Canceled);

/// <summary>Tickets of one technician.</summary>
internal sealed record TechnicianCount(Guid TechnicianId, string? TechnicianName, int Total, int Completed);

/// <summary>Hours from booking to completion; null while nothing is completed.</summary>
internal sealed record CompletionHours(int Count, double? Median, double? P90);

/// <summary>Counts and times for the people who plan.</summary>
internal static class GetStats
{
    public static async Task<Ok<TicketStats>> Handle(
        string? from, string? to, string? centerId, TicketsDbContext db, HttpContext http, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var filter = TicketFilter.Read(new(null, null, centerId, from, to, null), http.User.TechnicianScope(), errors);
        if (errors.Any)
            throw errors.ToException();

        var tickets = db.Tickets.AsNoTracking().Where(t =>
            (filter.From == null || t.AppointmentDate >= filter.From) && (filter.To == null || t.AppointmentDate <= filter.To)
            && (filter.CenterId == null || t.CenterId == filter.CenterId) && (filter.Reach == null || t.TechnicianId == filter.Reach));
        var statuses = await tickets.GroupBy(t => t.Status).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var days = await tickets.GroupBy(t => t.AppointmentDate).OrderBy(g => g.Key)
            .Select(g => new DayCount(
                g.Key, g.Count(), g.Count(t => t.Status == TicketStatus.Completed), g.Count(t => t.Status == TicketStatus.Canceled)))
            .ToListAsync(cancel);
        var technicians = await tickets.Where(t => t.TechnicianId != null).GroupBy(t => t.TechnicianId)
            .Select(g => new { Id = g.Key!.Value, Total = g.Count(), Completed = g.Count(t => t.Status == TicketStatus.Completed) })
            .OrderByDescending(g => g.Total).ThenBy(g => g.Id).ToListAsync(cancel);
        var ids = technicians.Select(t => t.Id).ToList();
        var names = await db.Technicians.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);

        return TypedResults.Ok(new TicketStats(
            filter.From, filter.To, filter.CenterId, statuses.Values.Sum(),
            Enum.GetValues<TicketStatus>().ToDictionary(EnumText.Of, status => statuses.GetValueOrDefault(status)), days,
            [.. technicians.Select(t => new TechnicianCount(t.Id, names.GetValueOrDefault(t.Id), t.Total, t.Completed))],
            await Hours(db, filter, cancel)));
    }

    // Percentiles are the database's to compute; Entity Framework has no word for them.
    private static async Task<CompletionHours> Hours(TicketsDbContext db, TicketFilter filter, CancellationToken cancel)
    {
        var where = new TicketConditions(filter);
        var sql = $"""
            select count(*)::int as count,
                   percentile_cont(0.5) within group (order by extract(epoch from t.completed_at - t.created_at) / 3600.0) as median,
                   percentile_cont(0.9) within group (order by extract(epoch from t.completed_at - t.created_at) / 3600.0) as p90
            from tickets t where {where.Filter} and t.status = 'COMPLETED'
            """;
        var row = await db.Database.SqlQueryRaw<HoursRow>(sql, where.Parameters()).SingleAsync(cancel);
        return new(row.Count, Rounded(row.Median), Rounded(row.P90));
    }

    private static double? Rounded(double? hours) => hours is { } value ? Math.Round(value, 4) : null;

    private sealed record HoursRow(int Count, double? Median, double? P90);
}
