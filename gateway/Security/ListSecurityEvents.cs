using System.Globalization;
using System.Text.Json;
using Meida.Gateway.Data;
using Meida.Gateway.SignIn;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.Security;

/// <summary>Filters of the security events.</summary>
/// <param name="Actor">A user name.</param>
/// <param name="AccountId">The account that it was done to.</param>
/// <param name="Action">An action.</param>
/// <param name="Result">done, or the slug of a refusal.</param>
/// <param name="From">An instant, included.</param>
/// <param name="To">An instant, not included.</param>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">1-100.</param>
internal sealed record SecurityEventQuery(
    string? Actor, string? AccountId, string? Action, string? Result, string? From, string? To, string? Page, string? PageSize);

/// <summary>A line as the audit log of the tickets shows it, so that the two can be read as one.</summary>
internal sealed record SecurityEventResponse(
    Guid Id, DateTimeOffset At, string Actor, string ActorRole, Guid? ActorUserId, string Action, Guid? AccountId,
    string? ClientAddress, string Result, JsonElement Details);

/// <summary>What happened at the gateway, newest first.</summary>
internal static class ListSecurityEvents
{
    public static void MapSecurityEvents(this WebApplication app) => app.MapGet("/api/security-events", Handle)
        .RequireAuthorization(SignInSetup.SignedIn).RequireAuthorization(Permissions.AuditRead).WithMetadata(UsesSession.Instance)
        .WithTags("Audit").WithName(nameof(ListSecurityEvents)).WithSummary("Sign-ins, refusals and changes of accounts, newest first")
        .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403);

    private static async Task<Results<Ok<ListResponse<SecurityEventResponse>>, ProblemHttpResult>> Handle(
        [AsParameters] SecurityEventQuery query, GatewayDbContext db, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Read(query.Page, query.PageSize, errors);
        var events = Filter(db.AuditLogs.AsNoTracking(), query, errors);
        if (errors.Any)
            return errors.ToProblem();

        var total = await events.Take(PageRequest.MaxExactTotal + 1).CountAsync(ct);
        var rows = await events.OrderByDescending(e => e.At).ThenByDescending(e => e.Id)
            .Skip((int)Math.Min(page.Offset, int.MaxValue)).Take(page.PageSize).ToListAsync(ct);
        return TypedResults.Ok(new ListResponse<SecurityEventResponse>(
            [.. rows.Select(Show)], page.Page, page.PageSize, Math.Min(total, PageRequest.MaxExactTotal), total <= PageRequest.MaxExactTotal));
    }

    private static IQueryable<AuditEntry> Filter(IQueryable<AuditEntry> events, SecurityEventQuery query, FieldErrors errors)
    {
        if (query.Actor?.Trim() is { Length: > 0 } actor)
            events = events.Where(e => e.ActorName == actor);
        if (!string.IsNullOrWhiteSpace(query.AccountId))
        {
            if (!Guid.TryParseExact(query.AccountId, "D", out var account))
                errors.Add("accountId", "format", "Must be the id of an account.");
            events = events.Where(e => e.AccountId == account);
        }
        if (query.Action?.Trim().ToUpperInvariant() is { Length: > 0 } action)
            events = events.Where(e => e.Action == action);
        if (query.Result?.Trim() is { Length: > 0 } result)
            events = events.Where(e => e.Result == result);
        if (Instant("from", query.From, errors) is { } from)
            events = events.Where(e => e.At >= from);
        if (Instant("to", query.To, errors) is { } to)
            events = events.Where(e => e.At < to);
        return events;
    }

    private static DateTimeOffset? Instant(string field, string? text, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
            return at;

        errors.Add(field, "format", "Must be an instant like 2026-11-23T09:00:00Z.");
        return null;
    }

    private static SecurityEventResponse Show(AuditEntry e) => new(
        e.Id, e.At, e.ActorName, e.ActorRole, e.ActorUserId, e.Action, e.AccountId, e.ClientAddress, e.Result, JsonElement.Parse(e.DetailsJson));
}
