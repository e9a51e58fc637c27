using System.Security.Claims;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Features;

/// <summary>A slot that a ticket takes.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNo">Its number.</param>
/// <param name="AppointmentDate">The day.</param>
/// <param name="AppointmentTime">The start of the arrival window.</param>
/// <param name="State">RESERVED until the assignment is committed, then ACTIVE, at last COMPLETED.</param>
internal sealed record BookedSlot(Guid TicketId, string TicketNo, DateOnly AppointmentDate, TimeOnly AppointmentTime, AssignmentState State);

/// <summary>A technician's booked slots, from today on unless the query says otherwise.</summary>
internal static class GetSchedule
{
    private const int MaxDays = 366;

    public static async Task<Results<Ok<ListResponse<BookedSlot>>, ProblemHttpResult>> Handle(
        string id, string? from, string? to, string? page, string? pageSize, TechniciansDbContext db, ClaimsPrincipal user,
        TimeProvider clock, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var paging = PageRequest.Read(page, pageSize ?? "100", errors);
        var first = Day("from", from, AppointmentSlots.Today(clock), errors);
        var last = Day("to", to, first.AddDays(AppointmentSlots.MaxDaysAhead), errors);
        if (!errors.Any && (last < first || last.DayNumber - first.DayNumber > MaxDays))
            errors.Add("to", "range", $"Must be 0 to {MaxDays} days after from.");
        if (errors.Any)
            return errors.ToProblem();

        if (!GetTechnician.IsInReach(id, user, out var technicianId) || !await db.Technicians.AnyAsync(t => t.Id == technicianId, cancel))
            return TechnicianProblems.NotFound();

        var booked = db.Assignments.Where(a => a.TechnicianId == technicianId && a.State != AssignmentState.Released
            && a.AppointmentDate >= first && a.AppointmentDate <= last);
        var items = await booked
            .OrderBy(a => a.AppointmentDate).ThenBy(a => a.AppointmentTime)
            .Skip((int)Math.Min(paging.Offset, int.MaxValue)).Take(paging.PageSize)
            .Select(a => new BookedSlot(a.TicketId, a.TicketNo, a.AppointmentDate, a.AppointmentTime, a.State))
            .ToListAsync(cancel);
        return TypedResults.Ok(new ListResponse<BookedSlot>(items, paging.Page, paging.PageSize, await booked.CountAsync(cancel)));
    }

    public static DateOnly Day(string field, string? text, DateOnly fallback, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text))
            return fallback;
        // A century more than any appointment; the sums below stay dates.
        if (AppointmentSlots.TryParseDate(text, out var day) && day.Year is > 1900 and < 9000)
            return day;

        errors.Add(field, "format", "Must be a date like 2026-11-23.");
        return fallback;
    }
}
