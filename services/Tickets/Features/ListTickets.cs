using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Features;

/// <summary>Which part of a list is wanted.</summary>
/// <param name="Page">From 1; 1 when left out.</param>
/// <param name="PageSize">1-100; 20 when left out.</param>
/// <param name="Sort"><c>appointmentDate</c>, <c>createdAt</c>, <c>due</c> or <c>ticketNo</c>, with <c>-</c> in front for newest first; newest appointment first when left out.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the page before, in place of <c>page</c>.</param>
internal sealed record TicketPageQuery(string? Page, string? PageSize, string? Sort, string? Cursor);

/// <summary>Tickets by filter, newest appointment first unless another order is asked for.</summary>
internal static class ListTickets
{
    public static Task<Ok<ListResponse<TicketSummary>>> Handle(
        [AsParameters] TicketFilterQuery filter, [AsParameters] TicketPageQuery page, TicketSearch search, TicketsDbContext db,
        PersonalData personalData, TimeProvider clock, HttpContext http, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        return List(TicketFilter.Read(filter, http.User, personalData, errors), page, errors, search, db, clock, cancel);
    }

    public static async Task<Ok<ListResponse<TicketSummary>>> List(
        TicketFilter filter, TicketPageQuery query, FieldErrors errors, TicketSearch search, TicketsDbContext db, TimeProvider clock,
        CancellationToken cancel)
    {
        var page = PageRequest.Read(query.Page, query.PageSize, errors);
        var sort = TicketOrder.Read(query.Sort, errors);
        var cursor = TicketCursor.Read(query.Cursor, sort, errors);
        if (errors.Any)
            throw errors.ToException();

        var order = cursor?.Order ?? sort ?? TicketOrder.Default;
        if (cursor is not null)
            page = page with { Page = cursor.Page };

        var found = await search.Find(filter, order, page, cursor, cancel);
        var tickets = await db.Tickets.AsNoTracking().Where(t => found.Ids.Contains(t.Id)).Select(TicketReading.Summary(db, clock.GetUtcNow()))
            .ToDictionaryAsync(t => t.Id, cancel);
        return TypedResults.Ok(new ListResponse<TicketSummary>(
            [.. found.Ids.Where(tickets.ContainsKey).Select(id => tickets[id])], page.Page, page.PageSize, found.Total, found.TotalIsExact,
            found.Next?.Write()));
    }
}

/// <summary>The signed-in technician's tickets.</summary>
internal static class ListMyJobs
{
    public static Task<Ok<ListResponse<TicketSummary>>> Handle(
        string[]? status, [AsParameters] TicketPageQuery page, TicketSearch search, TicketsDbContext db, TimeProvider clock, HttpContext http,
        CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var own = Guid.TryParse(http.User.FindFirst(TokenClaims.TechnicianId)?.Value, out var id) ? id : Guid.Empty;
        return List(own);

        Task<Ok<ListResponse<TicketSummary>>> List(Guid technicianId) => ListTickets.List(
            TicketFilter.Read(new(status, null, null, null, null, null), technicianId, errors), page, errors, search, db, clock, cancel);
    }
}
