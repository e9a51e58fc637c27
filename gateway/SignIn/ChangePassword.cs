using System.Security.Claims;
using Meida.Gateway.Accounts;
using Meida.Gateway.Data;
using Meida.Gateway.Security;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.SignIn;

/// <summary>The body of a change of password.</summary>
internal sealed record ChangePasswordRequest(string? CurrentPassword, string? NewPassword)
{
    public override string ToString() => nameof(ChangePasswordRequest);
}

/// <summary>The signed-in account takes a new password. The session that asks goes on; all others, and every token, end.</summary>
internal static class ChangePassword
{
    private const int MinLength = 12;
    private const int MaxLength = 1000;

    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChangePasswordRequest request, ClaimsPrincipal user, PasswordSignIn signIn, IPasswordHasher<User> hasher, GatewayDbContext db,
        AccountStates states, SecurityLog security, HttpContext http, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (string.IsNullOrEmpty(request.CurrentPassword))
            errors.Add("currentPassword", "required", "Required.");
        CheckNew(request, user.UserName(), errors);
        if (errors.Any)
            return errors.ToProblem();

        // Guessing here is guessing: the same limits hold.
        var (account, refusal) = await signIn.Prove(user.UserName(), request.CurrentPassword!, ct);
        if (refusal is not null)
            return refusal;

        var changed = await db.Users.SingleAsync(u => u.Id == account!.Id, ct);
        changed.PasswordHash = hasher.HashPassword(changed, request.NewPassword!);
        changed.MustChangePassword = false;
        var written = SecurityEvents.By(http, SecurityActions.PasswordChanged, AuditEntry.Done, changed.Id);
        db.AuditLogs.Add(written);
        await db.EndOtherSessions(changed, http.Features.Get<LiveSession>()?.Id, ct);

        states.Forget(changed.Id);
        security.Tell(written);
        return TypedResults.NoContent();
    }

    private static void CheckNew(ChangePasswordRequest request, string userName, FieldErrors errors)
    {
        var password = request.NewPassword;
        if (string.IsNullOrEmpty(password))
            errors.Add("newPassword", "required", "Required.");
        else if (RequestText.HasControlCharacters(password))
            errors.Add("newPassword", "control-characters", "Must not contain control characters.");
        else if (password.Length > MaxLength || RequestText.LengthInCharacters(password) < MinLength)
            errors.Add("newPassword", "length", $"Must be {MinLength} to {MaxLength} characters.");
        else if (LeakedPasswords.IsGuessedFirst(password, userName))
            errors.Add("newPassword", "leaked", "This password is among those that are guessed first. Choose another.");
        else if (password == request.CurrentPassword)
            errors.Add("newPassword", "unchanged", "Must differ from the current one.");
    }
}
