using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Tickets.Features;

/// <summary>How much the ticket presses.</summary>
/// <param name="Priority"><c>LOW</c>, <c>NORMAL</c>, <c>HIGH</c> or <c>URGENT</c>.</param>
internal sealed record PrioritizeTicketRequest(string? Priority);

/// <summary>Says how much a ticket presses; its targets follow.</summary>
internal static class PrioritizeTicket
{
    public static async Task<Ok<TicketResponse>> Handle(
        string id, PrioritizeTicketRequest request, TicketDesk desk, TicketsDbContext db, TimeProvider clock, HttpContext http, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        if (string.IsNullOrWhiteSpace(request.Priority))
            throw errors.Add("priority", "required", "Required.").ToException();
        if (TicketFilter.ReadPriority(request.Priority, errors) is not { } priority)
            throw errors.ToException();

        var ticket = await desk.Load(id, http, cancel);
        ticket.Prioritize(priority, http.Actor(), clock.GetUtcNow());
        return await db.SaveAndShow(ticket, http, cancel);
    }
}
