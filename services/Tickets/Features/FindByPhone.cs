using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Audit;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Features;

/// <summary>Who calls.</summary>
/// <param name="CustomerPhone">The whole number.</param>
internal sealed record FindByPhoneRequest(string? CustomerPhone)
{
    /// <summary>Names no personal data.</summary>
    public override string ToString() => nameof(FindByPhoneRequest);
}

/// <summary>The tickets of a caller, newest first. A POST, so that no number stands in an address; every look is written down.</summary>
internal static class FindByPhone
{
    public static async Task<Ok<ListResponse<TicketSummary>>> Handle(
        FindByPhoneRequest request, string? page, string? pageSize, TicketsDbContext db, PersonalData personalData, TimeProvider clock,
        HttpContext http, CancellationToken cancel)
    {
        var errors = new FieldErrors().Add(BookingRules.CheckPhone("customerPhone", request.CustomerPhone, out var phone));
        var wanted = PageRequest.Read(page, pageSize, errors);
        if (errors.Any)
            throw errors.ToException();

        var hash = personalData.PhoneHash(phone!);
        var found = db.Tickets.AsNoTracking().Where(t => t.CustomerPhoneHash == hash);
        var total = await found.Take(PageRequest.MaxExactTotal + 1).CountAsync(cancel);
        List<TicketSummary> tickets = wanted.Offset >= total
            ? []
            : await found.OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id).Skip((int)wanted.Offset).Take(wanted.PageSize)
                .Select(TicketReading.Summary(db, clock.GetUtcNow())).ToListAsync(cancel);

        db.AuditLogs.Add(AuditEntry.Of(
            http.Actor(), clock.GetUtcNow(), "FOUND_BY_PHONE", null, null, AuditEntry.Done, TicketEvent.Details(new { Found = total })));
        await db.SaveChangesAsync(cancel);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new ListResponse<TicketSummary>(
            tickets, wanted.Page, wanted.PageSize, Math.Min(total, PageRequest.MaxExactTotal), total <= PageRequest.MaxExactTotal));
    }
}
