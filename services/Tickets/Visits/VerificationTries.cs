using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Visits;

/// <summary>How often somebody tried a ticket's code in an hour.</summary>
internal sealed class VerificationTry
{
    public required Guid TicketId { get; init; }

    public required int Count { get; init; }

    /// <summary>When the first of them was.</summary>
    public required DateTimeOffset Since { get; init; }
}

/// <summary>
/// Looks at the code a command names, before the command opens its transaction: a refused command takes back what it wrote, and a
/// try stays counted. A try is counted before the code is compared, so that many at once are no more than five an hour.
/// </summary>
internal sealed class VerificationTries(TicketsDbContext db, TimeProvider clock)
{
    private const int Allowed = 5;
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <summary>Whether the code is the customer's; null when none was named, or the ticket cannot be completed anyhow.</summary>
    public bool? IsRight { get; private set; }

    /// <summary>Compares.</summary>
    /// <returns>How long no more codes are looked at; null when this one was.</returns>
    public async Task<TimeSpan?> Look(string? key, string? told, ClaimsPrincipal user, CancellationToken cancel)
    {
        var code = RequestText.Trim(told);
        if (code.Length == 0 || !TicketKey.TryParse(key, out var id, out var number))
            return null;

        var ticket = await db.Tickets.AsNoTracking().Named(id, number, user.TechnicianScope())
            .Select(t => new { t.Id, t.Status, t.VerificationCode }).SingleOrDefaultAsync(cancel);
        if (ticket is null || TicketTransitions.Next(ticket.Status, TicketCommand.Complete) is null)
            return null;

        if (await Count(ticket.Id, cancel) is { } wait)
            return wait;

        IsRight = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(ticket.VerificationCode ?? ""));
        if (IsRight.Value)
            await db.Set<VerificationTry>().Where(tries => tries.TicketId == ticket.Id).ExecuteUpdateAsync(set => set.SetProperty(tries => tries.Count, tries => tries.Count - 1), cancel);
        return null;
    }

    private async Task<TimeSpan?> Count(Guid ticketId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var oldest = now - Period;
        var tries = (await db.Set<VerificationTry>().FromSql(
            $"""
            insert into verification_tries as t (ticket_id, count, since) values ({ticketId}, 1, {now})
            on conflict (ticket_id) do update set
                count = case when t.since <= {oldest} then 1 else t.count + 1 end,
                since = case when t.since <= {oldest} then excluded.since else t.since end
            returning ticket_id, count, since
            """).AsNoTracking().ToListAsync(cancel)).Single();
        return tries.Count <= Allowed ? null : tries.Since + Period - now;
    }
}

internal static class VerificationTriesFirst
{
    /// <summary>Looks at the code; goes in front of what opens the transaction.</summary>
    public static RouteHandlerBuilder LooksAtCode(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        var told = context.Arguments.OfType<CompletionRequest>().SingleOrDefault()?.VerificationCode;
        var tries = http.RequestServices.GetRequiredService<VerificationTries>();
        if (await tries.Look(http.GetRouteValue("id")?.ToString(), told, http.User, http.RequestAborted) is not { } wait)
            return await next(context);

        http.Response.RetryAfter(wait);
        return Problems.Create(StatusCodes.Status429TooManyRequests, "too-many-requests", "The code was wrong too often; try again later.");
    });
}
