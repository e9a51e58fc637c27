using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Assignment;
using Meida.Tickets.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Features;

/// <summary>Why a ticket is taken from its technician.</summary>
/// <param name="Reason">1-500 characters.</param>
internal sealed record ReturnTicketRequest(string? Reason);

/// <summary>Takes a ticket from its technician; it is CONFIRMED again and waits for another. An assignment under way ends.</summary>
internal static class ReturnTicket
{
    public static async Task<Ok<TicketResponse>> Handle(
        string id, ReturnTicketRequest request, TicketDesk desk, TicketsDbContext db, AssignmentStarter assignments, TimeProvider clock,
        HttpContext http, CancellationToken cancel)
    {
        if (RequestText.Check("reason", request.Reason, 1, 500, multiline: true, out var reason) is { } wrong)
            throw new FieldErrors().Add(wrong).ToException();

        var ticket = await desk.Lock(id, http, cancel);
        var name = await db.Technicians.Where(card => card.Id == ticket.TechnicianId).Select(card => card.Name).SingleOrDefaultAsync(cancel);
        ticket.Return(reason, name, http.Actor(), clock.GetUtcNow());
        await assignments.Overtake(ticket, cancel);
        return await db.SaveAndShow(ticket, http, cancel);
    }
}
