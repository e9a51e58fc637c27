using Meida.Gateway.Data;
using Meida.Gateway.Security;
using Meida.ServiceDefaults.Audit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.Accounts;

/// <summary>Somebody lost the authenticator app and the recovery codes: an administrator takes the second factor away.</summary>
internal static class ResetTotp
{
    public static async Task<Results<Ok<AccountResponse>, ProblemHttpResult>> Handle(
        string id, GatewayDbContext db, AccountStates states, SecurityLog security, HttpContext http, CancellationToken ct)
    {
        if (!Guid.TryParseExact(id, "D", out var accountId) || await db.Users.SingleOrDefaultAsync(u => u.Id == accountId, ct) is not { } user)
            return AccountProblems.NotFound();

        user.RemoveSecondFactor();
        user.SecurityStamp = Guid.NewGuid().ToString("N");
        var written = SecurityEvents.By(http, SecurityActions.TotpRemoved, AuditEntry.Done, accountId);
        db.AuditLogs.Add(written);
        await db.SaveChangesAsync(ct);

        states.Forget(accountId);
        security.Tell(written);
        return TypedResults.Ok(AccountResponse.Of(user));
    }
}
