using Meida.ServiceDefaults.Http;
using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Features;

/// <summary>One ticket, with everything about it.</summary>
internal static class GetTicket
{
    public static async Task<Ok<TicketResponse>> Handle(
        string id, TicketDesk desk, TicketsDbContext db, HttpContext http, CancellationToken cancel) =>
        TypedResults.Ok(await db.Show(await desk.Find(id, http.User, cancel), http, cancel));
}

/// <summary>The history of a ticket, oldest first.</summary>
internal static class ListTicketEvents
{
    // A history is read as a whole.
    private const string WholePage = "100";

    public static async Task<Ok<ListResponse<TicketEventResponse>>> Handle(
        string id, string? page, string? pageSize, TicketDesk desk, TicketsDbContext db, HttpContext http, CancellationToken cancel)
    {
        var errors = new ServiceDefaults.Refusals.FieldErrors();
        var wanted = PageRequest.Read(page, string.IsNullOrEmpty(pageSize) ? WholePage : pageSize, errors);
        if (errors.Any)
            throw errors.ToException();

        var ticketId = await desk.Find(id, http.User, cancel);
        var history = db.Events.AsNoTracking().Where(e => e.TicketId == ticketId);
        var total = await history.CountAsync(cancel);
        var events = wanted.Offset >= total
            ? []
            : await history.OrderBy(e => e.Sequence).Skip((int)wanted.Offset).Take(wanted.PageSize).ToListAsync(cancel);
        return TypedResults.Ok(new ListResponse<TicketEventResponse>(
            [.. events.Select(TicketEventResponse.Of)], wanted.Page, wanted.PageSize, total));
    }
}
