using Meida.Files.Access;
using Meida.Files.Data;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Files.Audit;

/// <summary>The name under which an endpoint's refusals are written down.</summary>
/// <param name="Action">The command.</param>
/// <param name="IsReading">Only the refusal of what exists, which is somebody else's, is worth a row.</param>
internal sealed record AuditedAs(string Action, bool IsReading = false);

/// <summary>Writes refusals into the audit log; what is carried out is written in its own transaction.</summary>
internal sealed class AuditFilter(IServiceScopeFactory scopes, TimeProvider clock, ILogger<AuditFilter> log) : IEndpointFilter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            var answer = await next(context);
            var plain = answer is INestedHttpResult nested ? nested.Result : answer;
            if (plain is ProblemHttpResult { StatusCode: >= 400 and < 500 } problem)
                await Write(http, problem.StatusCode, problem.ProblemDetails.Type?[Problems.TypePrefix.Length..] ?? "refused");
            return answer;
        }
        catch (ProblemException refusal) when (refusal.Status is >= 400 and < 500)
        {
            await Write(http, refusal.Status, refusal.Slug);
            throw;
        }
    }

    private async Task Write(HttpContext http, int status, string slug)
    {
        var audited = http.GetEndpoint()!.Metadata.GetRequiredMetadata<AuditedAs>();
        if (audited.IsReading && status != StatusCodes.Status404NotFound)
            return;

        // A scope of its own: the command's transaction is rolled back. A time of its own: who hangs up is written down all the same.
        using var time = new CancellationTokenSource(Patience);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<FilesDbContext>();
            var (ticketId, ticketNo, imageId) = await Target(db, http, time.Token);
            if (audited.IsReading && ticketId is null)
                return;
            db.AuditLogs.Add(AuditEntry.Of(
                http.Actor(), clock.GetUtcNow(), audited.Action, ticketId, ticketNo, slug, imageId is null ? null : new { ImageId = imageId }));
            await db.SaveChangesAsync(time.Token);
        }
        catch (Exception fault)
        {
            // The refusal stands whether or not it could be written down.
            log.LogError(fault, "A refused {Command} could not be written into the audit log", audited.Action);
        }
    }

    private static async Task<(Guid? TicketId, string? TicketNo, Guid? ImageId)> Target(FilesDbContext db, HttpContext http, CancellationToken ct)
    {
        if (Guid.TryParseExact(http.GetRouteValue("imageId")?.ToString(), "D", out var imageId))
        {
            var image = await db.Images.Where(x => x.Id == imageId).Select(x => new { x.TicketId, x.TicketNo }).SingleOrDefaultAsync(ct);
            return (image?.TicketId, image?.TicketNo, imageId);
        }

        if (!TicketKey.TryParse(http.GetRouteValue("id")?.ToString(), out var id, out var number))
            return default;
        var ticket = await db.TicketAccess.Where(x => id != null ? x.TicketId == id : x.TicketNo == number)
            .Select(x => new { x.TicketId, x.TicketNo }).SingleOrDefaultAsync(ct);
        return (ticket?.TicketId, ticket?.TicketNo, null);
    }
}
