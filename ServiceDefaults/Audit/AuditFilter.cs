using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.ServiceDefaults.Audit;

/// <summary>Which lines of the audit logs are wanted, as a client writes it.</summary>
/// <param name="TicketId">A ticket's id or number.</param>
/// <param name="Actor">A user name.</param>
/// <param name="Action">What happened, or the name of a refused command.</param>
/// <param name="From">A date (from its start) or an instant.</param>
/// <param name="To">A date (to its end) or an instant.</param>
public sealed record AuditQuery(string? TicketId, string? Actor, string? Action, string? From, string? To);

/// <summary>The same, understood. The gateway and the services read it alike.</summary>
public sealed class AuditFilter
{
    private Guid? _ticketId;
    private string? _ticketNo;
    private string? _actor;
    private string? _action;
    private DateTimeOffset? _from;
    private DateTimeOffset? _to;

    private AuditFilter()
    {
    }

    /// <summary>Reads a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static AuditFilter Read(AuditQuery query, FieldErrors errors)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(errors);
        var filter = new AuditFilter
        {
            _actor = Given(query.Actor),
            _action = Given(query.Action)?.ToUpperInvariant(),
            _from = Instant.Read("from", query.From, endOfDay: false, errors),
            _to = Instant.Read("to", query.To, endOfDay: true, errors),
        };
        if (Given(query.TicketId) is { } ticket && !TicketKey.TryParse(ticket, out filter._ticketId, out filter._ticketNo))
            errors.Add("ticketId", "format", "Must be the id or the number of a ticket.");
        return filter;
    }

    /// <summary>The entries that are wanted.</summary>
    /// <param name="db">The database of a service.</param>
    internal IQueryable<AuditEntry> Of(DbContext db)
    {
        var entries = db.Set<AuditEntry>().AsNoTracking();
        if (_ticketId is not null || _ticketNo is not null)
        {
            var speaksOfTickets = db.Model.FindEntityType(typeof(AuditEntry))!.FindProperty(nameof(AuditEntry.TicketId)) is not null;
            if (!speaksOfTickets)
                return entries.Where(_ => false);
            entries = _ticketId is { } id ? entries.Where(e => e.TicketId == id) : entries.Where(e => e.TicketNo == _ticketNo);
        }

        if (_actor is { } actor)
            entries = entries.Where(e => e.ActorName == actor);
        if (_action is { } action)
            entries = entries.Where(e => e.Action == action);
        if (_from is { } from)
            entries = entries.Where(e => e.At >= from);
        if (_to is { } to)
            entries = entries.Where(e => e.At < to);
        return entries;
    }

    private static string? Given(string? text) => text?.Trim() is { Length: > 0 } given ? given : null;
}
