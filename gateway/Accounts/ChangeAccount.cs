using System.Text.Json;
using System.Text.Json.Serialization;
using Meida.Gateway.Data;
using Meida.Gateway.Security;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Data;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.Accounts;

/// <summary>The body that changes an account; it names only what is to be different.</summary>
internal sealed record ChangeAccountRequest(string? DisplayName, IReadOnlyList<string?>? Roles, bool? IsActive)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>An account changes, and with it every session and token that was given out, within seconds and at every gateway.</summary>
internal static class ChangeAccount
{
    public static async Task<Results<Ok<AccountResponse>, ProblemHttpResult>> Handle(
        string id, ChangeAccountRequest request, GatewayDbContext db, AccountStates states, SecurityLog security, TimeProvider clock,
        HttpContext http, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var change = new Change(
            request.DisplayName is null ? null : AccountRules.CheckDisplayName(request.DisplayName, errors),
            request.Roles is null ? null : AccountRules.CheckRoles(request.Roles, errors),
            request.IsActive);
        AccountRules.Unchangeable(errors, request.Others, "id", "userName", "technicianId", "lastSignInAt", "password");
        if (errors.Any)
            return errors.ToProblem();
        if (!Guid.TryParseExact(id, "D", out var accountId))
            return AccountProblems.NotFound();

        var (user, refusal, written) = await db.Database.CreateExecutionStrategy().ExecuteAsync(
            () => Apply(db, accountId, change, clock.GetUtcNow(), http, ct));
        if (refusal is not null)
            return refusal;

        states.Forget(accountId);
        if (written is not null)
            security.Tell(written);
        return TypedResults.Ok(AccountResponse.Of(user!));
    }

    private static async Task<(User? User, ProblemHttpResult? Refusal, AuditEntry? Written)> Apply(
        GatewayDbContext db, Guid id, Change change, DateTimeOffset now, HttpContext http, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two administrators who take each other's right away at once must not both succeed.
        await db.Database.LockName("accounts", ct);
        if (await db.Users.SingleOrDefaultAsync(user => user.Id == id, ct) is not { } user)
            return (null, AccountProblems.NotFound(), null);

        var before = new Change(user.DisplayName, user.Roles, user.IsActive);
        if (Administers(user, now) && !(change.IsActive ?? true && (change.Roles ?? user.Roles).Contains(Roles.Admin)) && !await HasAnotherAdmin(db, id, now, ct))
            return (null, AccountProblems.LastAdmin(), null);

        (user.DisplayName, user.Roles) = (change.DisplayName ?? user.DisplayName, change.Roles ?? user.Roles);
        if (change.IsActive is { } active && active != user.IsActive)
        {
            // Made active again, it does not find its old sessions and tokens alive.
            (user.IsActive, user.SecurityStamp) = (active, Guid.NewGuid().ToString("N"));
            await db.Sessions.Where(session => session.UserId == id).ExecuteDeleteAsync(ct);
        }
        var details = before.Differences(user);
        var written = details.Length == 0 ? null : SecurityEvents.By(http, SecurityActions.AccountChanged, AuditEntry.Done, id, details);
        if (written is not null)
            db.AuditLogs.Add(written);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (user, null, written);
    }

    private static bool Administers(User user, DateTimeOffset now) => user.MaySignIn(now) && user.Roles.Contains(Roles.Admin);

    private static Task<bool> HasAnotherAdmin(GatewayDbContext db, Guid id, DateTimeOffset now, CancellationToken ct) => db.Users.AnyAsync(
        user => user.Id != id && user.IsActive && (user.LockoutEnd == null || user.LockoutEnd <= now) && user.Roles.Contains(Roles.Admin), ct);

    private sealed record Change(string? DisplayName, string[]? Roles, bool? IsActive)
    {
        // The name is a person's and stays out of the log.
        public (string Name, object Value)[] Differences(User now) =>
        [
            .. now.DisplayName != DisplayName ? [("displayName", (object)"changed")] : Array.Empty<(string, object)>(),
            .. !now.Roles.SequenceEqual(Roles!) ? [("roles", (object)now.Roles), ("formerRoles", (object)Roles!)] : Array.Empty<(string, object)>(),
            .. now.IsActive != IsActive ? [("isActive", (object)now.IsActive)] : Array.Empty<(string, object)>(),
        ];
    }
}
