using Meida.Gateway.Data;
using Meida.ServiceDefaults.Data;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.Accounts;

/// <summary>Filters of the accounts.</summary>
/// <param name="Q">Part of the user name or the display name.</param>
/// <param name="Role">A role.</param>
/// <param name="Active">true or false.</param>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">1-100.</param>
internal sealed record AccountQuery(string? Q, string? Role, string? Active, string? Page, string? PageSize);

/// <summary>The accounts by name.</summary>
internal static class ListAccounts
{
    public static async Task<Results<Ok<ListResponse<AccountResponse>>, ProblemHttpResult>> Handle(
        [AsParameters] AccountQuery query, GatewayDbContext db, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Read(query.Page, query.PageSize, errors);
        var users = Filter(db.Users.AsNoTracking(), query, errors);
        if (errors.Any)
            return errors.ToProblem();

        var total = await users.Take(PageRequest.MaxExactTotal + 1).CountAsync(ct);
        var rows = await users.OrderBy(user => user.NormalizedUserName)
            .Skip((int)Math.Min(page.Offset, int.MaxValue)).Take(page.PageSize).ToListAsync(ct);
        return TypedResults.Ok(new ListResponse<AccountResponse>(
            [.. rows.Select(AccountResponse.Of)], page.Page, page.PageSize, Math.Min(total, PageRequest.MaxExactTotal), total <= PageRequest.MaxExactTotal));
    }

    private static IQueryable<User> Filter(IQueryable<User> users, AccountQuery query, FieldErrors errors)
    {
        if (!string.IsNullOrWhiteSpace(query.Role))
        {
            if (!RolePermissions.Known.Contains(query.Role))
                errors.Add("role", "unknown", $"Must be one of {string.Join(", ", RolePermissions.Known)}.");
            users = users.Where(user => user.Roles.Contains(query.Role));
        }

        if (!string.IsNullOrWhiteSpace(query.Active))
        {
            if (!bool.TryParse(query.Active, out var active))
                errors.Add("active", "format", "Must be true or false.");
            users = users.Where(user => user.IsActive == active);
        }

        var q = query.Q?.Trim();
        if (q is { Length: > 200 })
            errors.Add("q", "length", "Must be at most 200 characters.");
        return string.IsNullOrEmpty(q) ? users : Search(users, q);
    }

    private static IQueryable<User> Search(IQueryable<User> users, string q)
    {
        var pattern = LikePattern.Containing(q);
        return users.Where(user => EF.Functions.ILike(user.UserName!, pattern, @"\") || EF.Functions.ILike(user.DisplayName, pattern, @"\"));
    }
}
