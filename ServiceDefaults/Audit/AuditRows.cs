using System.Text.Json;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Meida.ServiceDefaults.Audit;

/// <summary>A line of the audit logs.</summary>
public sealed record AuditLine(
    Guid Id, DateTimeOffset At, string Actor, string ActorRole, Guid? ActorUserId, string Action, Guid? TicketId, string? TicketNo, Guid? AccountId,
    string? ClientAddress, string Result, JsonElement Details);

/// <summary>The newest lines of one log behind a place.</summary>
/// <param name="Items">The lines.</param>
/// <param name="Total">How many there are in all, before and behind the place; counted to one more than <see cref="PageRequest.MaxExactTotal"/>.</param>
public sealed record AuditLines(IReadOnlyList<AuditLine> Items, int Total);

/// <summary>The places of the newest lines, without what they say.</summary>
/// <param name="Items">The places.</param>
/// <param name="Total">As in <see cref="AuditLines"/>.</param>
public sealed record AuditPlaces(IReadOnlyList<AuditPlace> Items, int Total);

/// <summary>A service's own audit log, for the gateway, which joins all of them.</summary>
public static class AuditRows
{
    /// <summary>Where services serve it.</summary>
    public const string Path = "/internal/audit-logs";

    /// <summary>Maps the routes, which only the product itself may ask.</summary>
    /// <typeparam name="TContext">The database with the log.</typeparam>
    /// <param name="app">The service.</param>
    public static void MapAuditRows<TContext>(this IEndpointRouteBuilder app)
        where TContext : DbContext
    {
        app.MapGet(Path, Lines<TContext>).RequireAuthorization(Permissions.System).ExcludeFromDescription();
        app.MapGet($"{Path}/places", Places<TContext>).RequireAuthorization(Permissions.System).ExcludeFromDescription();
    }

    /// <summary>The newest lines behind a place, or of all.</summary>
    /// <param name="db">The database with the log.</param>
    /// <param name="filter">Which are wanted.</param>
    /// <param name="behind">The place; null for the beginning.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<AuditLines> Lines(DbContext db, AuditFilter filter, AuditPlace? behind, int take, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(filter);
        var all = filter.Of(db);
        var entries = behind is null ? all : all.Where(e => EF.Functions.LessThan(ValueTuple.Create(e.At, e.Id), ValueTuple.Create(behind.At, behind.Id)));
        var found = await entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(take).ToListAsync(cancel);
        return new AuditLines([.. found.Select(Show)], await Count(all, cancel));
    }

    /// <summary>The places of the newest lines.</summary>
    /// <param name="db">The database with the log.</param>
    /// <param name="filter">Which are wanted.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<AuditPlaces> Places(DbContext db, AuditFilter filter, int take, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(filter);
        var all = filter.Of(db);
        var found = await all.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(take).Select(e => new AuditPlace(e.At, e.Id)).ToListAsync(cancel);
        return new AuditPlaces(found, await Count(all, cancel));
    }

    private static async Task<Ok<AuditLines>> Lines<TContext>(
        [AsParameters] AuditQuery query, string? behind, int? take, TContext db, CancellationToken cancel)
        where TContext : DbContext =>
        TypedResults.Ok(await Lines(db, Read(query), behind is null ? null : AuditPlace.Read(behind)?.Place, Bounded(take), cancel));

    private static async Task<Ok<AuditPlaces>> Places<TContext>([AsParameters] AuditQuery query, int? take, TContext db, CancellationToken cancel)
        where TContext : DbContext =>
        TypedResults.Ok(await Places(db, Read(query), Bounded(take), cancel));

    private static AuditFilter Read(AuditQuery query)
    {
        var errors = new FieldErrors();
        var filter = AuditFilter.Read(query, errors);
        return errors.Any ? throw errors.ToException() : filter;
    }

    private static int Bounded(int? take) => Math.Clamp(take ?? 100, 0, PageRequest.MaxExactTotal);

    private static Task<int> Count(IQueryable<AuditEntry> entries, CancellationToken cancel) => entries.Take(PageRequest.MaxExactTotal + 1).CountAsync(cancel);

    private static AuditLine Show(AuditEntry e) => new(
        e.Id, e.At, e.ActorName, e.ActorRole, e.ActorUserId, e.Action, e.TicketId, e.TicketNo, e.AccountId, e.ClientAddress, e.Result, JsonElement.Parse(e.DetailsJson));
}
