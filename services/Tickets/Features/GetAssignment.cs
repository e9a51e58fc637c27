using Meida.ServiceDefaults.Refusals;
using Meida.Tickets.Access;
using Meida.Tickets.Assignment;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Features;

/// <summary>An assignment: how far it is, and what was weighed.</summary>
/// <param name="Id">The assignment, and the reservation in Technicians.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="State">REQUESTED, AWAITING_CANDIDATES, AWAITING_RESERVATION, ASSIGNED or FAILED.</param>
/// <param name="Tries">How often Technicians was asked in the last step.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="RefusedFor">What was in the way: overlap, capacity, inactive, unknown, skill or no-center.</param>
/// <param name="Mode">automatic or manual.</param>
/// <param name="Rule">The policy that ranked the candidates.</param>
/// <param name="WantedTechnicianId">The technician somebody asked for.</param>
/// <param name="TechnicianId">Who got the ticket.</param>
/// <param name="TechnicianName">That technician's name.</param>
/// <param name="Candidates">Who was considered, best first.</param>
/// <param name="RequestedBy">The user who asked, or system.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="UpdatedAt">The last step.</param>
/// <param name="EndedAt">The end; null while it lasts.</param>
internal sealed record AssignmentResponse(
    Guid Id, Guid TicketId, string State, int Tries, string? Reason, string? RefusedFor, string Mode, string Rule, Guid? WantedTechnicianId, Guid? TechnicianId,
    string? TechnicianName, IReadOnlyList<CandidateResponse> Candidates, string RequestedBy, DateTimeOffset RequestedAt,
    DateTimeOffset UpdatedAt, DateTimeOffset? EndedAt)
{
    public static string StateName(AssignmentState saga) => StateName(saga.CurrentState);

    public static string StateName(string state) => System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName(state);
}

/// <summary>A technician who was considered, with the figures that decided.</summary>
internal sealed record CandidateResponse(
    Guid TechnicianId, string? TechnicianName, bool CenterMatch, int Load7d, DateTimeOffset? LastAssignedAt, bool Chosen);

/// <summary>The latest assignment of a ticket.</summary>
internal static class GetAssignment
{
    private const string Policy = "same service center, then fewest tickets in 7 days, then longest since the last assignment";
    private const string Wish = "the technician who was asked for";

    public static async Task<Ok<AssignmentResponse>> Handle(
        string id, TicketDesk desk, TicketsDbContext db, HttpContext http, CancellationToken cancel)
    {
        var ticketId = await desk.Find(id, http.User, cancel);
        var saga = await db.LatestAssignment(ticketId, cancel)
            ?? throw new ProblemException(StatusCodes.Status404NotFound, "not-found", "This ticket was never assigned.");

        var candidates = saga.Candidates;
        Guid[] ids = [.. candidates.Select(c => c.TechnicianId), .. saga.TechnicianId is { } chosen ? [chosen] : Array.Empty<Guid>()];
        var names = await db.Technicians.Where(card => ids.Contains(card.Id)).ToDictionaryAsync(card => card.Id, card => card.Name, cancel);
        return TypedResults.Ok(new AssignmentResponse(
            saga.CorrelationId, saga.TicketId, AssignmentResponse.StateName(saga), saga.Tries, saga.Reason, saga.RefusedFor,
            saga.IsAutomatic ? "automatic" : "manual", saga.IsAutomatic ? Policy : Wish, saga.WantedTechnicianId, saga.TechnicianId,
            saga.TechnicianId is { } who ? names.GetValueOrDefault(who) : null,
            [.. candidates.Select(c => new CandidateResponse(
                c.TechnicianId, names.GetValueOrDefault(c.TechnicianId), c.SameCenter, c.Load7d, c.LastAssignedAt, c.TechnicianId == saga.TechnicianId))],
            saga.ActorName, saga.RequestedAt, saga.UpdatedAt, saga.EndedAt));
    }
}
