using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Meida.Tickets.Privacy;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Tickets.Features;

/// <summary>Removes all that names the customer, here and in every other service.</summary>
internal static class EraseTicket
{
    public static async Task<Ok<TicketResponse>> Handle(
        string id, TicketDesk desk, TicketsDbContext db, Erasure erasure, HttpContext http, CancellationToken cancel)
    {
        var ticket = await desk.Lock(id, http, cancel);
        await erasure.Of(ticket, http.Actor(), cancel);
        return await db.SaveAndShow(ticket, http, cancel);
    }
}
