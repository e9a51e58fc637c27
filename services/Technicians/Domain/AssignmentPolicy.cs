using Meida.Technicians.Data;

namespace Meida.Technicians.Domain;

/// <summary>A technician with the figures that decide who gets a ticket.</summary>
internal sealed record RankedTechnician
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string[] Skills { get; init; }

    public required bool IsActive { get; init; }

    public required bool SameCenter { get; init; }

    /// <summary>Tickets taken in the last seven days and not given back.</summary>
    public required int Load7d { get; init; }

    public required DateTimeOffset? LastAssignedAt { get; init; }

    /// <summary>Another visit meets the ticket's.</summary>
    public required bool Overlaps { get; init; }

    /// <summary>Other visits on the ticket's day.</summary>
    public required int TakenThatDay { get; init; }

    /// <summary>The technician's own limit of visits a day.</summary>
    public required int? DailyCapacity { get; init; }

    /// <summary>An absence meets the visit.</summary>
    public required bool IsAbsent { get; init; }

    /// <summary>The visit lies in the working hours of that day.</summary>
    public required bool WorksThen { get; init; }
}

/// <summary>The visit that a ticket asks for.</summary>
internal sealed record WantedVisit(Guid TicketId, Guid? CenterId, DateOnly Date, TimeOnly Time);

/// <summary>
/// Who gets a ticket: same service center first, then the fewest tickets in the last seven days, then the longest since
/// the last assignment. Only active technicians who work then, whose visits leave the time free and who have room that day.
/// </summary>
internal sealed record AssignmentPolicy(int DailyCapacity)
{
    public const string Setting = "Technicians:DailyCapacity";

    public static readonly TimeSpan LoadWindow = TimeSpan.FromDays(7);

    /// <summary>Reads <c>Technicians:DailyCapacity</c>: as many as there are slots by default.</summary>
    /// <exception cref="InvalidOperationException">It is not a whole number from 1; the message names it.</exception>
    public static AssignmentPolicy From(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" => new(18),
        var text when int.TryParse(text, out var number) && number > 0 => new(number),
        _ => throw new InvalidOperationException($"The setting {Setting} must be a whole number from 1."),
    };

    /// <summary>The technicians with their figures, best first. One query, whatever their number.</summary>
    public static IQueryable<RankedTechnician> Rank(
        TechniciansDbContext db, IQueryable<Technician> technicians, WantedVisit visit, DateTimeOffset now)
    {
        var since = now - LoadWindow;
        var (ticketId, centerId, date, time) = visit;
        var (start, end) = (date.ToDateTime(time), date.ToDateTime(time) + Assignment.Visit);
        var over = TimeOnly.FromDateTime(end);
        var holding = db.Assignments.Where(a => a.State != AssignmentState.Released);
        // A visit that moves does not stand in its own way; twice the very same would be no move.
        var meeting = db.Assignments.Where(Assignment.Meets(date, time)).Where(a => a.TicketId != ticketId || a.AppointmentTime == time);
        var working = WorkingDay.Of(db, date).Where(w => over > time && w.From <= time && w.To >= over).Select(w => w.TechnicianId);
        return technicians
            .Select(t => new RankedTechnician
            {
                Id = t.Id,
                Name = t.Name,
                Skills = t.Skills,
                IsActive = t.IsActive,
                SameCenter = t.CenterId == centerId,
                Load7d = holding.Count(a => a.TechnicianId == t.Id && a.AssignedAt > since),
                LastAssignedAt = holding.Where(a => a.TechnicianId == t.Id).Max(a => (DateTimeOffset?)a.AssignedAt),
                Overlaps = meeting.Any(a => a.TechnicianId == t.Id),
                TakenThatDay = holding.Count(a => a.TechnicianId == t.Id && a.AppointmentDate == date && a.TicketId != ticketId),
                DailyCapacity = t.DailyCapacity,
                IsAbsent = db.Absences.Any(a => a.TechnicianId == t.Id && a.StartsAt < end && a.EndsAt > start),
                WorksThen = working.Contains(t.Id),
            })
            .OrderByDescending(t => t.SameCenter)
            .ThenBy(t => t.Load7d)
            .ThenBy(t => t.LastAssignedAt != null)
            .ThenBy(t => t.LastAssignedAt)
            .ThenBy(t => t.Id);
    }

    public bool CanTake(RankedTechnician technician) => Obstacle(technician) is null;

    /// <summary>Those who can take the ticket, for the database to choose.</summary>
    public IQueryable<RankedTechnician> Able(IQueryable<RankedTechnician> ranked) =>
        ranked.Where(t => t.IsActive && !t.Overlaps && !t.IsAbsent && t.WorksThen && t.TakenThatDay < (t.DailyCapacity ?? DailyCapacity));

    /// <summary>Why a technician cannot take the ticket; null when nothing is in the way.</summary>
    public string? Obstacle(RankedTechnician technician) => technician switch
    {
        { IsActive: false } => "inactive",
        { IsAbsent: true } => "absent",
        { WorksThen: false } => "hours",
        { Overlaps: true } => "overlap",
        _ => technician.TakenThatDay < (technician.DailyCapacity ?? DailyCapacity) ? null : "capacity",
    };

    /// <summary>Why none of these can take the ticket: what keeps the best of the active ones.</summary>
    public string Obstacle(IReadOnlyList<RankedTechnician> technicians) =>
        technicians.Count == 0 ? "unknown" : Obstacle(technicians.FirstOrDefault(t => t.IsActive) ?? technicians[0]) ?? "overlap";
}
