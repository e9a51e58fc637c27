using Meida.ServiceDefaults.Refusals;
using Meida.Tickets.Audit;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Access;

/// <summary>Marks an endpoint as a command, with the name the audit log gives it when it is refused.</summary>
internal sealed record AuditedCommand(string Action);

/// <summary>Turns a domain refusal into its problem, and writes refused commands into the audit log.</summary>
internal sealed class CommandFilter(IServiceScopeFactory scopes, TimeProvider clock, ILogger<CommandFilter> log) : IEndpointFilter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<AuditedCommand>() is not { } command)
            return await next(context);

        try
        {
            var answer = await next(context);
            if (answer is ProblemHttpResult { StatusCode: >= 400 and < 500 } problem)
                await Audit(context.HttpContext, command, problem.ProblemDetails.Type?[Problems.TypePrefix.Length..] ?? "refused");
            return answer;
        }
        catch (TransitionNotAllowedException refusal)
        {
            await Audit(context.HttpContext, command, "illegal-transition");
            return Problems.Create(
                StatusCodes.Status409Conflict, "illegal-transition",
                $"A ticket that is {EnumText.Of(refusal.From)} does not allow this.", ("currentStatus", EnumText.Of(refusal.From)));
        }
        catch (ProblemException refusal) when (refusal.Status is >= 400 and < 500)
        {
            await Audit(context.HttpContext, command, refusal.Slug);
            throw;
        }
        catch (DbUpdateConcurrencyException)
        {
            await Audit(context.HttpContext, command, "concurrent-change");
            throw;
        }
    }

    private async Task Audit(HttpContext http, AuditedCommand command, string slug)
    {
        // A scope of its own: the command's transaction is rolled back. A time of its own: who hangs up is written down all the same.
        using var time = new CancellationTokenSource(Patience);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TicketsDbContext>();
            var named = SharedKernel.TicketKey.TryParse(http.GetRouteValue("id")?.ToString(), out var id, out var number);
            var ticket = named
                ? await db.Tickets.Where(t => id != null ? t.Id == id : t.TicketNo == number).Select(t => new { t.Id, t.TicketNo }).SingleOrDefaultAsync(time.Token)
                : null;
            db.AuditLogs.Add(AuditEntry.Of(http.Actor(), clock.GetUtcNow(), command.Action, ticket?.Id, ticket?.TicketNo, slug));
            await db.SaveChangesAsync(time.Token);
        }
        catch (Exception fault)
        {
            // The refusal stands whether or not it could be written down.
            log.LogError(fault, "A refused {Command} could not be written into the audit log", command.Action);
        }
    }
}
