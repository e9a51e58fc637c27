using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Tickets.Features;

internal static class TicketCommands
{
    /// <summary>Refuses what needs the customer of a ticket that names none any more.</summary>
    /// <exception cref="ProblemException">409: the ticket was erased.</exception>
    public static void RequireCustomer(this Ticket ticket)
    {
        if (ticket.ErasedAt is not null)
            throw new ProblemException(StatusCodes.Status409Conflict, "erased", "What names the customer was removed from this ticket.");
    }

    /// <summary>Saves what a command did and answers with the ticket as it is now.</summary>
    public static async Task<Ok<TicketResponse>> SaveAndShow(this TicketsDbContext db, Ticket ticket, HttpContext http, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(await db.Show(ticket.Id, http, cancel));
    }

    /// <summary>The ticket, with its version as the answer's <c>ETag</c>.</summary>
    public static async Task<TicketResponse> Show(this TicketsDbContext db, Guid id, HttpContext http, CancellationToken cancel)
    {
        var ticket = await db.Read(id, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(), cancel);
        http.Response.SetVersion(ticket.Version);
        return ticket;
    }
}
