using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Tickets.Features;

/// <summary>The technician begins the work.</summary>
internal static class StartTicket
{
    public static async Task<Ok<TicketResponse>> Handle(
        string id, TicketDesk desk, TicketsDbContext db, TimeProvider clock, HttpContext http, CancellationToken cancel)
    {
        var ticket = await desk.Load(id, http, cancel);
        ticket.Start(http.Actor(), clock.GetUtcNow());
        return await db.SaveAndShow(ticket, http, cancel);
    }
}
