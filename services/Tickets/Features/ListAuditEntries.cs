using System.Text.Json;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Audit;
using Meida.Tickets.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Features;

/// <summary>Filters of the audit log.</summary>
/// <param name="TicketId">A ticket's id or number.</param>
/// <param name="Actor">A user name.</param>
/// <param name="Action">An event's action, or the name of a refused command.</param>
/// <param name="From">A date (from its start) or an instant.</param>
/// <param name="To">A date (to its end) or an instant.</param>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">1-100.</param>
internal sealed record AuditQuery(
    string? TicketId, string? Actor, string? Action, string? From, string? To, string? Page, string? PageSize);

/// <summary>A line of the audit log.</summary>
internal sealed record AuditEntryResponse(
    Guid Id, DateTimeOffset At, string Actor, string ActorRole, Guid? ActorUserId, string Action, Guid? TicketId, string? TicketNo,
    string? ClientAddress, string Result, JsonElement Details);

/// <summary>Who did what, newest first.</summary>
internal static class ListAuditEntries
{
    public static async Task<Ok<ListResponse<AuditEntryResponse>>> Handle(
        [AsParameters] AuditQuery query, TicketsDbContext db, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Read(query.Page, query.PageSize, errors);
        var entries = Filtered(db.AuditLogs.AsNoTracking(), query, errors);
        if (errors.Any)
            throw errors.ToException();

        var total = await entries.Take(PageRequest.MaxExactTotal + 1).CountAsync(cancel);
        var exact = total <= PageRequest.MaxExactTotal;
        var rows = page.Offset > int.MaxValue || exact && page.Offset >= total
            ? []
            : await entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Skip((int)page.Offset).Take(page.PageSize).ToListAsync(cancel);
        return TypedResults.Ok(new ListResponse<AuditEntryResponse>(
            [.. rows.Select(Show)], page.Page, page.PageSize, Math.Min(total, PageRequest.MaxExactTotal), exact));
    }

    private static IQueryable<AuditEntry> Filtered(IQueryable<AuditEntry> entries, AuditQuery query, FieldErrors errors)
    {
        if (!string.IsNullOrWhiteSpace(query.TicketId))
        {
            if (!TicketKey.TryParse(query.TicketId.Trim(), out var id, out var number))
                errors.Add("ticketId", "format", "Must be the id or the number of a ticket.");
            entries = entries.Where(e => id != null ? e.TicketId == id : e.TicketNo == number);
        }

        if (query.Actor?.Trim() is { Length: > 0 } actor)
            entries = entries.Where(e => e.ActorName == actor);
        if (query.Action?.Trim().ToUpperInvariant() is { Length: > 0 } action)
            entries = entries.Where(e => e.Action == action);
        if (Instant.Read("from", query.From, endOfDay: false, errors) is { } from)
            entries = entries.Where(e => e.At >= from);
        if (Instant.Read("to", query.To, endOfDay: true, errors) is { } to)
            entries = entries.Where(e => e.At < to);
        return entries;
    }

    private static AuditEntryResponse Show(AuditEntry e) => new(
        e.Id, e.At, e.ActorName, e.ActorRole, e.ActorUserId, e.Action, e.TicketId, e.TicketNo, e.ClientAddress, e.Result,
        JsonElement.Parse(e.DetailsJson));
}
