using System.Security.Claims;
using MassTransit;
using Meida.Contracts.Tickets;
using Meida.Files.Data;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.Files.Access;

/// <summary>
/// Decides whether an account reaches a ticket. Where a yes can become a no (a ticket is completed, or given to another
/// technician), Tickets is asked; what Files has heard serves while Tickets does not answer, and only to say yes.
/// </summary>
internal sealed class TicketReach(FilesDbContext db, IRequestClient<GetTicketAccess> tickets, ILogger<TicketReach> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <exception cref="ProblemException">404 out of reach, 503 nobody can tell.</exception>
    public async Task<TicketAccessState> ToRead(string ticket, ClaimsPrincipal user, CancellationToken ct)
    {
        var key = TicketName.Parse(ticket);
        var scope = user.TechnicianScope();
        var known = await Known(key, ct);
        return scope is null && known is not null ? known : await Owners(key, known, scope, _ => true, ct);
    }

    /// <exception cref="ProblemException">404 out of reach, 409 not in work, 503 nobody can tell.</exception>
    public async Task<TicketAccessState> ToChange(string ticket, ClaimsPrincipal user, CancellationToken ct)
    {
        var key = TicketName.Parse(ticket);
        var known = await Known(key, ct);
        var state = await Owners(key, known, user.TechnicianScope(), IsInWork, ct);
        return IsInWork(state) ? state : throw NotInWork(state.Status);
    }

    /// <summary>For the customer herself, whose link names the ticket.</summary>
    /// <exception cref="ProblemException">404 erased or unknown, 409 the visit has begun, 503 nobody can tell.</exception>
    public async Task<TicketAccessState> ToShowFault(Guid ticketId, CancellationToken ct)
    {
        var key = new TicketName(ticketId, null);
        var state = await Owners(key, await Known(key, ct), scope: null, IsBeforeVisit, ct);
        return IsBeforeVisit(state) ? state : throw new ProblemException(
            409, "illegal-transition", "Pictures of the fault are added until the visit begins.", ("ticketStatus", state.Status));
    }

    public static ProblemException NotInWork(string? status) => new(
        409, "illegal-transition", "Images are added and deleted while a ticket is ASSIGNED or IN_PROGRESS.", ("ticketStatus", status));

    private async Task<TicketAccessState> Owners(
        TicketName ticket, TicketAccessState? known, Guid? scope, Func<TicketAccessState, bool> allows, CancellationToken ct)
    {
        if (await Ask(ticket, ct) is { } answer)
            return answer.Ticket is { } state && IsWithin(scope, state) ? state : throw NotFound();

        return known is not null && IsWithin(scope, known) && allows(known)
            ? known
            : throw new ProblemException(503, "service-unavailable", "The ticket cannot be looked up for the moment; try again.");
    }

    /// <summary>Null when Tickets does not answer.</summary>
    private async Task<TicketAccessAnswer?> Ask(TicketName ticket, CancellationToken ct)
    {
        try
        {
            var response = await tickets.GetResponse<TicketAccessAnswer>(
                new GetTicketAccess(ticket.Id, ticket.Number), ct, Patience);
            return response.Message;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning(e, "Tickets did not say who may reach a ticket");
            return null;
        }
    }

    private async Task<TicketAccessState?> Known(TicketName ticket, CancellationToken ct) => await db.TicketAccess
        .Where(t => ticket.Id != null ? t.TicketId == ticket.Id : t.TicketNo == ticket.Number)
        .Select(t => new TicketAccessState(t.TicketId, t.TicketNo, t.Status, t.Version, t.TechnicianId))
        .SingleOrDefaultAsync(ct);

    private static bool IsInWork(TicketAccessState ticket) => ticket.Status is "ASSIGNED" or "IN_PROGRESS";

    private static bool IsBeforeVisit(TicketAccessState ticket) => ticket.Status is "BOOKED" or "CONFIRMED" or "ASSIGNED";

    private static bool IsWithin(Guid? scope, TicketAccessState ticket) => scope is null || scope == ticket.TechnicianId;

    private static ProblemException NotFound() => new(404, "not-found", "There is no such ticket.");

    private readonly record struct TicketName(Guid? Id, string? Number)
    {
        public static TicketName Parse(string text) =>
            TicketKey.TryParse(text, out var id, out var number) ? new TicketName(id, number) : throw NotFound();
    }
}
