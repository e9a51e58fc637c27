using Meida.Gateway.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.Accounts;

/// <summary>One account.</summary>
internal static class GetAccount
{
    public static async Task<Results<Ok<AccountResponse>, ProblemHttpResult>> Handle(string id, GatewayDbContext db, CancellationToken ct) =>
        Guid.TryParseExact(id, "D", out var accountId)
        && await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == accountId, ct) is { } account
            ? TypedResults.Ok(AccountResponse.Of(account))
            : AccountProblems.NotFound();
}
