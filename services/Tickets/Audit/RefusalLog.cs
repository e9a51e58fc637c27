using System.Text.Json;
using Meida.ServiceDefaults.Audit;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Audit;

/// <summary>Writes what was refused into the audit log, outside of the command's transaction, which is rolled back.</summary>
internal sealed class RefusalLog(IServiceScopeFactory scopes, TimeProvider clock, ILogger<RefusalLog> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task Write(HttpContext http, string slug)
    {
        var action = Action(http.GetEndpoint());
        // A time of its own: who hangs up is written down all the same.
        using var time = new CancellationTokenSource(Patience);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TicketsDbContext>();
            var named = TicketKey.TryParse(http.GetRouteValue("id")?.ToString(), out var id, out var number);
            var ticket = named
                ? await db.Tickets.Where(t => id != null ? t.Id == id : t.TicketNo == number).Select(t => new { t.Id, t.TicketNo }).SingleOrDefaultAsync(time.Token)
                : null;
            db.AuditLogs.Add(AuditEntry.Of(http.Actor(), clock.GetUtcNow(), action, ticket?.Id, ticket?.TicketNo, slug));
            await db.SaveChangesAsync(time.Token);
        }
        catch (Exception fault)
        {
            // The refusal stands whether or not it could be written down.
            log.LogError(fault, "A refused {Action} could not be written into the audit log", action);
        }
    }

    // Commands have a name of their own; a route that only reads is called what the API calls it.
    private static string Action(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<AuditedCommand>()?.Action
        ?? JsonNamingPolicy.SnakeCaseUpper.ConvertName(endpoint?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "request");
}
