using Meida.Technicians.Data;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Domain;

/// <summary>A stretch of a technician's work on one day.</summary>
internal sealed record WorkStretch(Guid TechnicianId, TimeOnly From, TimeOnly To);

/// <summary>
/// When technicians work on a day: in their own hours, or in the center's where they have none. A holiday closes the center; a
/// day that makes up for one has its weekday's hours, or where there are none those of the first weekday that has some.
/// </summary>
internal static class WorkingDay
{
    public static IQueryable<WorkStretch> Of(TechniciansDbContext db, DateOnly date)
    {
        var weekday = date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek;
        // Once for each week there is, and not for each technician: reading JSON is what takes time.
        return db.Database.SqlQuery<WorkStretch>(
            $"""
            with day as materialized (
                select c.id, c.working_hours,
                    (select h.working from jsonb_to_recordset(c.holidays) as h(date date, working boolean) where h.date = {date}) as working
                from service_centers c),
            week as materialized (
                select own.center_id, own.working_hours, day.working,
                    case own.working_hours when '[]' then day.working_hours else own.working_hours end as hours
                from (select distinct center_id, working_hours from technicians) as own
                join day on day.id = own.center_id and day.working is distinct from false),
            stretch as materialized (
                select week.center_id, week.working_hours, h."from", h."to"
                from week cross join lateral jsonb_to_recordset(week.hours) as h(weekday int, "from" time, "to" time)
                where h.weekday = (
                    select case when week.working and not bool_or(d.weekday = {weekday}) then min(d.weekday) else {weekday} end
                    from jsonb_to_recordset(week.hours) as d(weekday int)))
            select t.id as technician_id, stretch."from", stretch."to"
            from technicians t join stretch on stretch.center_id = t.center_id and stretch.working_hours = t.working_hours
            """);
    }
}
