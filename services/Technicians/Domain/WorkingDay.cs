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
        return db.Database.SqlQuery<WorkStretch>(
            $"""
            with day as materialized (
                select c.id, c.working_hours,
                    (select h.working from jsonb_to_recordset(c.holidays) as h(date date, working boolean) where h.date = {date}) as working
                from service_centers c)
            select t.id as technician_id, stretch."from", stretch."to"
            from technicians t
            join day on day.id = t.center_id and day.working is distinct from false
            cross join lateral (select case t.working_hours when '[]' then day.working_hours else t.working_hours end) as own(week)
            cross join lateral (
                select case when day.working and not coalesce(bool_or(row.weekday = {weekday}), false) then min(row.weekday) else {weekday} end
                from jsonb_to_recordset(own.week) as row(weekday int)) as counted(weekday)
            cross join lateral jsonb_to_recordset(own.week) as stretch(weekday int, "from" time, "to" time)
            where stretch.weekday = counted.weekday
            """);
    }
}
