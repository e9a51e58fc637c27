using System.Security.Claims;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Features;

/// <summary>A day of a center's technicians.</summary>
/// <param name="Technicians">Who is active, or has a visit that day.</param>
/// <param name="Unassigned">Open tickets of that center and day that nobody has.</param>
internal sealed record BoardResponse(IReadOnlyList<BoardTechnician> Technicians, IReadOnlyList<Guid> Unassigned);

/// <summary>One technician's day.</summary>
/// <param name="Id">The technician.</param>
/// <param name="Name">The name.</param>
/// <param name="WorkingHours">The hours of that day; none on a day off.</param>
/// <param name="Absences">The absences that meet the day.</param>
/// <param name="Visits">The visits, earliest first.</param>
/// <param name="Capacity">The most visits a day.</param>
/// <param name="Booked">How many there are.</param>
internal sealed record BoardTechnician(
    Guid Id, string Name, IReadOnlyList<BoardHours> WorkingHours, IReadOnlyList<AbsenceResponse> Absences, IReadOnlyList<BoardVisit> Visits,
    int Capacity, int Booked);

/// <summary>A stretch of work on the day.</summary>
/// <param name="From">The first moment.</param>
/// <param name="To">The moment after the last.</param>
internal sealed record BoardHours(TimeOnly From, TimeOnly To);

/// <summary>A visit of the day.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNo">Its number.</param>
/// <param name="Start">When it begins, <c>HH:mm</c> in the center's time zone.</param>
/// <param name="End">When it ends.</param>
/// <param name="Status">RESERVED until the assignment is committed, then the ticket's status.</param>
internal sealed record BoardVisit(Guid TicketId, string TicketNo, TimeOnly Start, TimeOnly End, BoardStatus Status);

/// <summary>How far a visit is.</summary>
internal enum BoardStatus
{
    Reserved,
    Assigned,
    InProgress,
    Completed,
}

/// <summary>Who does what on a day, and what nobody does yet. Five queries, whatever the number of technicians and visits.</summary>
internal static class GetBoard
{
    public static async Task<Results<Ok<BoardResponse>, ProblemHttpResult>> Handle(
        string? centerId, string? date, TechniciansDbContext db, AssignmentPolicy policy, ClaimsPrincipal user, TimeProvider clock,
        CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var center = Center(centerId, errors);
        var day = GetSchedule.Day("date", date, AppointmentSlots.Today(clock), errors);
        if (errors.Any)
            return errors.ToProblem();

        var (dawn, night) = (day.ToDateTime(TimeOnly.MinValue), day.AddDays(1).ToDateTime(TimeOnly.MinValue));
        var visits = db.Assignments.Where(a => a.AppointmentDate == day && a.State != AssignmentState.Released);
        var team = db.Technicians.Where(t => (center == null || t.CenterId == center) && (t.IsActive || visits.Any(a => a.TechnicianId == t.Id)));
        var technicians = await team.OrderBy(t => t.Id).Select(t => new { t.Id, t.Name, t.DailyCapacity }).ToListAsync(cancel);
        var hours = (await WorkingDay.Of(db, day).Where(w => team.Any(t => t.Id == w.TechnicianId)).ToListAsync(cancel)).ToLookup(w => w.TechnicianId);
        var absences = (await db.Absences.AsNoTracking().Where(a => a.StartsAt < night && a.EndsAt > dawn && team.Any(t => t.Id == a.TechnicianId))
            .OrderBy(a => a.StartsAt).ToListAsync(cancel)).ToLookup(a => a.TechnicianId);
        var booked = (await visits.Where(a => team.Any(t => t.Id == a.TechnicianId))
            .OrderBy(a => a.AppointmentTime).ThenBy(a => a.Id)
            .Select(a => new
            {
                a.TechnicianId, a.TicketId, a.TicketNo, a.AppointmentTime, a.State,
                IsStarted = db.Plans.Any(p => p.TicketId == a.TicketId && p.AssignmentId == a.Id && p.StartVersion > p.AssignmentVersion),
            })
            .ToListAsync(cancel)).ToLookup(a => a.TechnicianId);
        var unassigned = await db.Plans
            .Where(p => p.AppointmentDate == day && p.Outcome == TicketOutcome.Open && (center == null || p.CenterId == center)
                && !db.Assignments.Any(a => a.TicketId == p.TicketId && a.State != AssignmentState.Released))
            .OrderBy(p => p.AppointmentTime).ThenBy(p => p.TicketId).Select(p => p.TicketId).ToListAsync(cancel);

        var mayKnowWhy = user.HasClaim(TokenClaims.Permission, Permissions.TechniciansWrite);
        return TypedResults.Ok(new BoardResponse(
            [
                .. technicians.Select(t => new BoardTechnician(
                    t.Id, t.Name,
                    [.. hours[t.Id].OrderBy(w => w.From).Select(w => new BoardHours(w.From, w.To))],
                    [.. absences[t.Id].Select(absence => AbsenceResponse.Of(absence, mayKnowWhy))],
                    [.. booked[t.Id].Select(a => new BoardVisit(
                        a.TicketId, a.TicketNo, a.AppointmentTime, a.AppointmentTime.Add(Assignment.Visit), Status(a.State, a.IsStarted)))],
                    t.DailyCapacity ?? policy.DailyCapacity, booked[t.Id].Count())),
            ],
            unassigned));
    }

    private static BoardStatus Status(AssignmentState state, bool isStarted) => state switch
    {
        AssignmentState.Reserved => BoardStatus.Reserved,
        AssignmentState.Completed => BoardStatus.Completed,
        _ => isStarted ? BoardStatus.InProgress : BoardStatus.Assigned,
    };

    /// <summary>The center that a query names; null for all.</summary>
    public static Guid? Center(string? text, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (Guid.TryParseExact(text, "D", out var id))
            return id;

        errors.Add("centerId", "format", "Must be the id of a service center.");
        return null;
    }
}
