using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Features;

/// <summary>Figures of the tickets whose appointment lies in a range of days.</summary>
/// <param name="From">The first day; a year before the last one, or before today, when none was asked for.</param>
/// <param name="To">The last day; null for all.</param>
/// <param name="CenterId">The center asked for.</param>
/// <param name="Total">All tickets.</param>
/// <param name="BookedToday">Tickets booked on this calendar day (Asia/Shanghai), whatever their appointment; the range does not limit them.</param>
/// <param name="Overdue">Open tickets whose next target is past: nobody has come, or the work is not done.</param>
/// <param name="ByStatus">Every status with its count, 0 included.</param>
/// <param name="ByDay">Every appointment date that has tickets, earliest first.</param>
/// <param name="ByTechnician">Every technician who has tickets, most first.</param>
/// <param name="AssignmentHours">From confirmation to the first technician.</param>
/// <param name="CompletionHours">From booking to completion.</param>
internal sealed record TicketStats(
    DateOnly? From, DateOnly? To, Guid? CenterId, int Total, int BookedToday, int Overdue, IReadOnlyDictionary<string, int> ByStatus,
    IReadOnlyList<DayCount> ByDay, IReadOnlyList<TechnicianCount> ByTechnician, AssignmentHours AssignmentHours, CompletionHours CompletionHours);

/// <summary>Tickets of one appointment date.</summary>
/// <param name="Date">The day at the center.</param>
/// <param name="Total">All of them.</param>
/// <param name="Completed">Those whose work is done.</param>
/// <param name="Canceled">Those called off.</param>
/// <param name="MedianHours">From booking to completion; null while nothing is completed.</param>
internal sealed record DayCount(DateOnly Date, int Total, int Completed, int Canceled, double? MedianHours);

/// <summary>Tickets of one technician.</summary>
internal sealed record TechnicianCount(Guid TechnicianId, string? TechnicianName, int Total, int Completed);

/// <summary>Hours from confirmation to the first technician; null while nobody was assigned.</summary>
internal sealed record AssignmentHours(int Count, double? Average, double? Median);

/// <summary>Hours from booking to completion; null while nothing is completed.</summary>
internal sealed record CompletionHours(int Count, double? Median, double? P90);

/// <summary>Counts and times for the people who plan.</summary>
internal static class GetStats
{
    private const int DaysUnasked = 366;

    public static async Task<Ok<TicketStats>> Handle(
        string? from, string? to, string? centerId, TicketsDbContext db, TimeProvider clock, HttpContext http, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var filter = TicketFilter.Read(new(null, null, centerId, from, to, null), http.User.TechnicianScope(), errors);
        if (errors.Any)
            throw errors.ToException();

        // Nobody plans with what is older, and the day a history is read whole it is the longest query there is.
        filter = filter with { From = filter.From ?? DateOnly.FromDayNumber(Math.Max((filter.To ?? AppointmentSlots.Today(clock)).DayNumber - DaysUnasked, 0)) };

        var reachable = db.Tickets.AsNoTracking().Where(t =>
            (filter.CenterId == null || t.CenterId == filter.CenterId) && (!filter.NoCenter || t.CenterId == null) && (filter.Reach == null || t.TechnicianId == filter.Reach));
        var tickets = reachable.Where(t =>
            (filter.From == null || t.AppointmentDate >= filter.From) && (filter.To == null || t.AppointmentDate <= filter.To));
        var statuses = await tickets.GroupBy(t => t.Status).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var technicians = await tickets.Where(t => t.TechnicianId != null).GroupBy(t => t.TechnicianId)
            .Select(g => new { Id = g.Key!.Value, Total = g.Count(), Completed = g.Count(t => t.Status == TicketStatus.Completed) })
            .OrderByDescending(g => g.Total).ThenBy(g => g.Id).ToListAsync(cancel);
        var ids = technicians.Select(t => t.Id).ToList();
        var names = await db.Technicians.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);

        var today = AppointmentSlots.StartsAt(AppointmentSlots.Today(clock), TimeOnly.MinValue);
        var now = clock.GetUtcNow();
        return TypedResults.Ok(new TicketStats(
            filter.From, filter.To, filter.CenterId, statuses.Values.Sum(),
            await reachable.CountAsync(t => t.CreatedAt >= today, cancel),
            await tickets.CountAsync(t => t.DueAt < now, cancel),
            Enum.GetValues<TicketStatus>().ToDictionary(EnumText.Of, status => statuses.GetValueOrDefault(status)),
            await Days(db, filter, cancel),
            [.. technicians.Select(t => new TechnicianCount(t.Id, names.GetValueOrDefault(t.Id), t.Total, t.Completed))],
            await ToAssignment(db, filter, cancel), await ToCompletion(db, filter, cancel)));
    }

    // Percentiles are the database's to compute; Entity Framework has no word for them.
    private static async Task<List<DayCount>> Days(TicketsDbContext db, TicketFilter filter, CancellationToken cancel)
    {
        var where = new TicketConditions(filter);
        var sql = $"""
            select t.appointment_date as date, count(*)::int as total, count(*) filter (where t.status = 'COMPLETED')::int as completed,
                   count(*) filter (where t.status = 'CANCELED')::int as canceled,
                   percentile_cont(0.5) within group (order by {Hours("t.completed_at - t.created_at")}) as median
            from tickets t where {where.Filter} group by t.appointment_date order by t.appointment_date
            """;
        var rows = await db.Database.SqlQueryRaw<DayRow>(sql, where.Parameters()).ToListAsync(cancel);
        return [.. rows.Select(row => new DayCount(row.Date, row.Total, row.Completed, row.Canceled, Rounded(row.Median)))];
    }

    private static async Task<AssignmentHours> ToAssignment(TicketsDbContext db, TicketFilter filter, CancellationToken cancel)
    {
        var where = new TicketConditions(filter);
        var hours = Hours("t.assigned_at - t.confirmed_at");
        var sql = $"""
            select count(*)::int as count, avg({hours})::float8 as average, percentile_cont(0.5) within group (order by {hours}) as median
            from tickets t where {where.Filter} and t.assigned_at >= t.confirmed_at
            """;
        var row = await db.Database.SqlQueryRaw<AssignmentRow>(sql, where.Parameters()).SingleAsync(cancel);
        return new(row.Count, Rounded(row.Average), Rounded(row.Median));
    }

    private static async Task<CompletionHours> ToCompletion(TicketsDbContext db, TicketFilter filter, CancellationToken cancel)
    {
        var where = new TicketConditions(filter);
        var hours = Hours("t.completed_at - t.created_at");
        var sql = $"""
            select count(*)::int as count, percentile_cont(0.5) within group (order by {hours}) as median, percentile_cont(0.9) within group (order by {hours}) as p90
            from tickets t where {where.Filter} and t.status = 'COMPLETED'
            """;
        var row = await db.Database.SqlQueryRaw<CompletionRow>(sql, where.Parameters()).SingleAsync(cancel);
        return new(row.Count, Rounded(row.Median), Rounded(row.P90));
    }

    private static string Hours(string interval) => $"extract(epoch from {interval}) / 3600.0";

    private static double? Rounded(double? hours) => hours is { } value ? Math.Round(value, 4) : null;

    private sealed record DayRow(DateOnly Date, int Total, int Completed, int Canceled, double? Median);

    private sealed record AssignmentRow(int Count, double? Average, double? Median);

    private sealed record CompletionRow(int Count, double? Median, double? P90);
}
