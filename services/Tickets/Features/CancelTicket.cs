using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Assignment;
using Meida.Tickets.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Tickets.Features;

/// <summary>Why a ticket is canceled.</summary>
/// <param name="Reason">1-500 characters.</param>
internal sealed record CancelTicketRequest(string? Reason);

/// <summary>Cancels a ticket; an assignment under way ends and gives back what it reserved.</summary>
internal static class CancelTicket
{
    public static async Task<Ok<TicketResponse>> Handle(
        string id, CancelTicketRequest request, TicketDesk desk, TicketsDbContext db, AssignmentStarter assignments, TimeProvider clock,
        HttpContext http, CancellationToken cancel)
    {
        if (RequestText.Check("reason", request.Reason, 1, 500, multiline: true, out var reason) is { } wrong)
            throw new FieldErrors().Add(wrong).ToException();

        var ticket = await desk.Load(id, http, cancel);
        ticket.Cancel(reason, http.Actor(), clock.GetUtcNow());
        await assignments.Overtake(ticket, cancel);
        return await db.SaveAndShow(ticket, http, cancel);
    }
}
