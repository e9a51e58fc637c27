using System.Text.Json;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Refusals;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Meida.Technicians.Audit;

/// <summary>
/// Adds an audit row to every save in which a person changes technicians or centers, so that no handler can forget, and
/// writes down what was refused. What messages change is no person's doing.
/// </summary>
internal sealed class CommandAudit(IHttpContextAccessor current, IServiceScopeFactory scopes, TimeProvider clock, ILogger<CommandAudit> log)
    : SaveChangesInterceptor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is TechniciansDbContext db && current.HttpContext is { } http)
            Audit(db, http);
        return ValueTask.FromResult(result);
    }

    /// <summary>Writes a refusal down, outside of what was rolled back.</summary>
    public async Task Refused(HttpContext http, string slug)
    {
        // A time of its own: who hangs up is written down all the same.
        using var time = new CancellationTokenSource(Patience);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TechniciansDbContext>();
            db.AuditLogs.Add(Entry(http, slug, new { id = Guid.TryParse(http.GetRouteValue("id")?.ToString(), out var id) ? id : (Guid?)null }));
            await db.SaveChangesAsync(time.Token);
        }
        catch (Exception fault)
        {
            // The refusal stands whether or not it could be written down.
            log.LogError(fault, "A refused {Action} could not be written into the audit log", Action(http));
        }
    }

    private void Audit(TechniciansDbContext db, HttpContext http)
    {
        db.ChangeTracker.DetectChanges();
        EntityEntry[] changed =
        [
            .. db.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
                && entry.Entity.GetType().Namespace == typeof(Technician).Namespace),
        ];
        foreach (var entry in changed)
        {
            var fields = entry.Properties.Where(property => entry.State == EntityState.Added || property.IsModified)
                .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Metadata.Name));
            db.AuditLogs.Add(Entry(http, AuditEntry.Done, new
            {
                id = entry.Metadata.FindPrimaryKey()?.Properties.Select(key => entry.Property(key.Name).CurrentValue).FirstOrDefault(),
                thing = JsonNamingPolicy.CamelCase.ConvertName(entry.Metadata.ClrType.Name),
                fields,
            }));
        }
    }

    private AuditEntry Entry(HttpContext http, string result, object details)
    {
        var at = clock.GetUtcNow();
        return new()
        {
            Id = Guid.CreateVersion7(at),
            At = at,
            ActorUserId = http.User.UserId(),
            ActorName = http.User.UserName(),
            ActorRole = http.User.PrimaryRole(),
            Action = Action(http),
            ClientAddress = http.ClientAddress(),
            Result = result,
            DetailsJson = JsonSerializer.Serialize(details),
        };
    }

    private static string Action(HttpContext http) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(
        http.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "request");
}

internal static class AuditedCommands
{
    /// <summary>Commands of the group that answer with a refusal are written down; routes that only read are not.</summary>
    public static RouteGroupBuilder AuditsRefusals(this RouteGroupBuilder group) => group.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method))
            return await next(context);

        var audit = http.RequestServices.GetRequiredService<CommandAudit>();
        try
        {
            var answer = await next(context);
            if ((answer is INestedHttpResult nested ? nested.Result : answer) is ProblemHttpResult { StatusCode: >= 400 and < 500 } problem)
                await audit.Refused(http, problem.ProblemDetails.Type?[Problems.TypePrefix.Length..] ?? "refused");
            return answer;
        }
        catch (ProblemException refusal) when (refusal.Status is >= 400 and < 500)
        {
            await audit.Refused(http, refusal.Slug);
            throw;
        }
        catch (DbUpdateConcurrencyException)
        {
            await audit.Refused(http, "concurrent-change");
            throw;
        }
    });
}
