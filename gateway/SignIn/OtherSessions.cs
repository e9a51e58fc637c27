using Meida.Gateway.Accounts;
using Meida.Gateway.Data;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.SignIn;

internal static class OtherSessions
{
    /// <summary>Saves the account under a new stamp: every token and every session but the one that asks ends.</summary>
    public static async Task EndOtherSessions(this GatewayDbContext db, User account, string? own, CancellationToken ct)
    {
        account.SecurityStamp = Guid.NewGuid().ToString("N");
        if (await db.Sessions.SingleOrDefaultAsync(session => session.Id == own, ct) is { } session)
            session.SecurityStamp = account.SecurityStamp;
        await db.SaveChangesAsync(ct);
        await db.Sessions.Where(other => other.UserId == account.Id && other.Id != own).ExecuteDeleteAsync(ct);
    }
}
