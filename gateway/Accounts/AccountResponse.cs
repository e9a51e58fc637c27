using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Gateway.Accounts;

/// <summary>An account as an administrator sees it.</summary>
internal sealed record AccountResponse(
    Guid Id, string UserName, string DisplayName, string[] Roles, bool IsActive, Guid? TechnicianId, DateTimeOffset? LastSignInAt)
{
    public static AccountResponse Of(User user) =>
        new(user.Id, user.UserName!, user.DisplayName, user.Roles, user.IsActive, user.TechnicianId, user.LastSignInAt);
}

/// <summary>An account with the password that was made for it, which no other answer shows.</summary>
internal sealed record AccountWithPassword(
    Guid Id, string UserName, string DisplayName, string[] Roles, bool IsActive, Guid? TechnicianId, DateTimeOffset? LastSignInAt, string InitialPassword)
{
    public static AccountWithPassword Of(User user, string password) =>
        new(user.Id, user.UserName!, user.DisplayName, user.Roles, user.IsActive, user.TechnicianId, user.LastSignInAt, password);

    public override string ToString() => nameof(AccountWithPassword);
}

internal static class AccountProblems
{
    public static ProblemHttpResult NotFound() => Problems.NotFound("There is no such account.");

    public static ProblemHttpResult Duplicate() =>
        Problems.Create(StatusCodes.Status409Conflict, "duplicate", "Another account has this user name.");

    public static ProblemHttpResult LastAdmin() =>
        Problems.Create(StatusCodes.Status409Conflict, "last-admin", "Nobody else could administer accounts then.");
}
