using Meida.ServiceDefaults.Http;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Tickets.Features;

internal static class TicketCommands
{
    /// <summary>Saves what a command did and answers with the ticket as it is now.</summary>
    public static async Task<Ok<TicketResponse>> SaveAndShow(this TicketsDbContext db, Ticket ticket, HttpContext http, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(await db.Show(ticket.Id, http, cancel));
    }

    /// <summary>The ticket, with its version as the answer's <c>ETag</c>.</summary>
    public static async Task<TicketResponse> Show(this TicketsDbContext db, Guid id, HttpContext http, CancellationToken cancel)
    {
        var ticket = await db.Read(id, cancel);
        http.Response.SetVersion(ticket.Version);
        return ticket;
    }
}
