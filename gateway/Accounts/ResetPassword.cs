using Meida.Gateway.Data;
using Meida.Gateway.Security;
using Meida.ServiceDefaults.Audit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.Accounts;

/// <summary>Somebody forgot a password: a new initial one is made, and what was begun with the old one ends.</summary>
internal static class ResetPassword
{
    public static async Task<Results<Ok<AccountWithPassword>, ProblemHttpResult>> Handle(
        string id, GatewayDbContext db, IPasswordHasher<User> hasher, AccountStates states, SecurityLog security, HttpContext http, CancellationToken ct)
    {
        if (!Guid.TryParseExact(id, "D", out var accountId) || await db.Users.SingleOrDefaultAsync(u => u.Id == accountId, ct) is not { } user)
            return AccountProblems.NotFound();

        var password = InitialPassword.Generate();
        user.PasswordHash = hasher.HashPassword(user, password);
        (user.MustChangePassword, user.SecurityStamp) = (true, Guid.NewGuid().ToString("N"));
        var written = SecurityEvents.By(http, SecurityActions.PasswordReset, AuditEntry.Done, accountId);
        db.AuditLogs.Add(written);
        await db.SaveChangesAsync(ct);

        states.Forget(accountId);
        security.Tell(written);
        return TypedResults.Ok(AccountWithPassword.Of(user, password));
    }
}
