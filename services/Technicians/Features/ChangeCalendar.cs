using Meida.Contracts.Technicians;
using Meida.Messaging;
using Meida.ServiceDefaults.Refusals;
using Meida.Technicians.Catalog;
using Meida.Technicians.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Features;

/// <summary>A service center works at other times from now on; visits that are agreed on stay as they are.</summary>
internal static class ChangeCalendar
{
    public static async Task<Results<Ok<CenterCalendar>, ProblemHttpResult>> Handle(
        string id, CalendarRequest request, TechniciansDbContext db, Outbox outbox, TimeProvider clock, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var (hours, holidays) = CalendarRules.Check(request, errors);
        if (errors.Any)
            return errors.ToProblem();

        var center = Guid.TryParseExact(id, "D", out var centerId) ? await db.Centers.SingleOrDefaultAsync(c => c.Id == centerId, cancel) : null;
        if (center is null)
            return TechnicianProblems.NoCenter();

        if (center.Change(hours, holidays, clock.GetUtcNow()))
            outbox.Publish(db, center.Announcement());
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(center.Calendar);
    }
}
