using System.Text.Json;
using Meida.Gateway.SignIn;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Gateway.Audit;

/// <summary>Which page of the audit logs is wanted.</summary>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">1-100.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the page before, in place of <c>page</c>: behind it nothing moves when new lines come.</param>
internal sealed record AuditPageQuery(string? Page, string? PageSize, string? Cursor);

/// <summary>A line of the audit logs.</summary>
/// <param name="Service">Whose log it is from: tickets, technicians, files, or the gateway.</param>
internal sealed record AuditEntryResponse(
    Guid Id, DateTimeOffset At, string Service, string Actor, string ActorRole, Guid? ActorUserId, string Action, Guid? TicketId, string? TicketNo, Guid? AccountId,
    string? ClientAddress, string Result, JsonElement Details);

/// <summary>Who did what anywhere in the product, newest first: the logs of all services, joined by time.</summary>
internal static class ListAuditEntries
{
    public static void MapAuditLog(this WebApplication app) => app.MapGet("/api/audit-logs", Handle)
        .RequireAuthorization(SignInSetup.SignedIn).RequireAuthorization(Permissions.AuditRead).WithMetadata(UsesSession.Instance)
        .WithTags("Audit").WithName(nameof(ListAuditEntries)).WithSummary("Who did what, newest first")
        .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);

    private static async Task<Ok<ListResponse<AuditEntryResponse>>> Handle(
        [AsParameters] AuditQuery query, [AsParameters] AuditPageQuery paging, AuditSources sources, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var filter = AuditFilter.Read(query, errors);
        var page = PageRequest.Read(paging.Page, paging.PageSize, errors);
        var cursor = string.IsNullOrEmpty(paging.Cursor) ? null : AuditPlace.Read(paging.Cursor);
        if (cursor is null && !string.IsNullOrEmpty(paging.Cursor))
            errors.Add("cursor", "format", "Must be a nextCursor of this list.");
        if (errors.Any)
            throw errors.ToException();

        var behind = cursor?.Place;
        if (cursor is { } known)
            page = page with { Page = known.Page };
        else if (page.Offset > 0 && await Before(page, query, filter, sources, ct) is var before)
        {
            if (before.Place is null)
                return TypedResults.Ok(Page([], page, before.Total, null));
            behind = before.Place;
        }

        // One more than the page tells whether there is another.
        var logs = await sources.Lines(query, filter, behind, page.PageSize + 1, ct);
        var newest = logs.SelectMany(log => log.Lines.Items.Select(line => (Place: new AuditPlace(line.At, line.Id), log.Service, Line: line)))
            .OrderBy(found => found.Place, AuditPlace.NewestFirst).Take(page.PageSize + 1).ToList();
        var shown = newest.Take(page.PageSize).ToList();
        var next = newest.Count > page.PageSize ? shown[^1].Place.Write(page.Page + 1) : null;
        return TypedResults.Ok(Page([.. shown.Select(found => Show(found.Service, found.Line))], page, logs.Sum(log => log.Lines.Total), next));
    }

    /// <summary>The last place before a page; none when the page is past the end.</summary>
    private static async Task<(AuditPlace? Place, int Total)> Before(PageRequest page, AuditQuery query, AuditFilter filter, AuditSources sources, CancellationToken ct)
    {
        var logs = await sources.Places(query, filter, (int)Math.Min(page.Offset, PageRequest.MaxExactTotal), ct);
        var total = logs.Sum(log => log.Places.Total);
        if (total <= PageRequest.MaxExactTotal && page.Offset >= total)
            return (null, total);
        if (page.Offset > PageRequest.MaxExactTotal)
            throw new FieldErrors().Add("page", "range", $"Pages reach {PageRequest.MaxExactTotal} lines; use nextCursor, or narrow the range of time.").ToException();

        var places = logs.SelectMany(log => log.Places.Items).Order(AuditPlace.NewestFirst);
        return (places.Skip((int)page.Offset - 1).FirstOrDefault(), total);
    }

    private static ListResponse<AuditEntryResponse> Page(IReadOnlyList<AuditEntryResponse> items, PageRequest page, int total, string? next) => new(
        items, page.Page, page.PageSize, Math.Min(total, PageRequest.MaxExactTotal), total <= PageRequest.MaxExactTotal, next);

    private static AuditEntryResponse Show(string service, AuditLine line) => new(
        line.Id, line.At, service, line.Actor, line.ActorRole, line.ActorUserId, line.Action, line.TicketId, line.TicketNo, line.AccountId, line.ClientAddress,
        line.Result, line.Details);
}
