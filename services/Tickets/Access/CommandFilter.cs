using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Audit;
using Meida.Tickets.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Access;

/// <summary>Marks an endpoint as a command, with the name the audit log gives it when it is refused.</summary>
internal sealed record AuditedCommand(string Action);

/// <summary>Turns a domain refusal into its problem, and writes refused commands into the audit log.</summary>
internal sealed class CommandFilter(RefusalLog refusals) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<AuditedCommand>() is null)
            return await next(context);

        try
        {
            var answer = await next(context);
            if (answer is ProblemHttpResult { StatusCode: >= 400 and < 500 } problem)
                await refusals.Write(context.HttpContext, problem.ProblemDetails.Type?[Problems.TypePrefix.Length..] ?? "refused");
            return answer;
        }
        catch (TransitionNotAllowedException refusal)
        {
            await refusals.Write(context.HttpContext, "illegal-transition");
            return Problems.Create(
                StatusCodes.Status409Conflict, "illegal-transition",
                $"A ticket that is {EnumText.Of(refusal.From)} does not allow this.", ("currentStatus", EnumText.Of(refusal.From)));
        }
        catch (ProblemException refusal) when (refusal.Status is >= 400 and < 500)
        {
            await refusals.Write(context.HttpContext, refusal.Slug);
            throw;
        }
        catch (DbUpdateConcurrencyException)
        {
            await refusals.Write(context.HttpContext, "concurrent-change");
            throw;
        }
    }
}

/// <summary>Reading one ticket: a technician who is told that there is none may have asked for somebody else's, and that is written down.</summary>
internal static class ForeignTickets
{
    public static RouteHandlerBuilder AuditsForeignReaders(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        try
        {
            return await next(context);
        }
        catch (ProblemException refusal) when (refusal.Status == StatusCodes.Status404NotFound && http.User.TechnicianScope() is not null)
        {
            // Also where there is no such ticket: the answer must not come sooner than for one that is another's.
            await http.RequestServices.GetRequiredService<RefusalLog>().Write(http, refusal.Slug);
            throw;
        }
    });
}
