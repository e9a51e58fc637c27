using System.Security.Claims;
using Meida.Gateway.Accounts;
using Meida.Gateway.Data;
using Meida.Gateway.Security;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.SignIn;

/// <summary>The password, once more, before the second factor is touched.</summary>
internal sealed record EnrolTotpRequest(string? CurrentPassword)
{
    public override string ToString() => nameof(EnrolTotpRequest);
}

/// <summary>What an authenticator app is set up with; shown once.</summary>
internal sealed record EnrolledTotp(string Secret, string Uri)
{
    public override string ToString() => nameof(EnrolledTotp);
}

/// <summary>A code of the app.</summary>
internal sealed record TotpRequest(string? Totp)
{
    public override string ToString() => nameof(TotpRequest);
}

/// <summary>The password and a code.</summary>
internal sealed record RemoveTotpRequest(string? CurrentPassword, string? Totp)
{
    public override string ToString() => nameof(RemoveTotpRequest);
}

/// <summary>Codes for when the app is lost; shown once.</summary>
internal sealed record RecoveryCodesResponse(string[] RecoveryCodes)
{
    public override string ToString() => nameof(RecoveryCodesResponse);
}

/// <summary>A second factor beside the password: set up, proved with a code, and from then on asked for at every sign-in.</summary>
internal static class TotpEndpoints
{
    public static void MapTotp(this RouteGroupBuilder auth)
    {
        var totp = auth.MapGroup("/totp").RequireAuthorization(SignInSetup.SignedIn).WithMetadata(UsesSession.Instance, TakesNoSecondFactor.Instance)
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(409).ProducesProblem(429);
        totp.MapPost("", Enrol).WithName("EnrolTotp").WithSummary("A secret for an authenticator app; it counts once a code has proved it.");
        totp.MapPost("/confirm", Confirm).WithName("ConfirmTotp").WithSummary("From now on every sign-in needs a code; answers the recovery codes, once.");
        totp.MapPost("/remove", Remove).WithName("RemoveTotp").WithSummary("The password alone signs in again.");
    }

    private static async Task<Results<Ok<EnrolledTotp>, ProblemHttpResult>> Enrol(
        EnrolTotpRequest request, ClaimsPrincipal user, PasswordSignIn signIn, PersonalData personalData, GatewayDbContext db, CancellationToken ct)
    {
        var (account, refusal) = await signIn.Prove(user.UserName(), request.CurrentPassword ?? "", ct);
        if (refusal is not null)
            return refusal;
        if (account!.TwoFactorEnabled)
            return Problems.Create(StatusCodes.Status409Conflict, "totp-enabled", "The account has a second factor already; remove it first.");

        var secret = Totp.NewSecret();
        (account.SealedTotpSecret, account.TotpLastStep) = (personalData.Seal(Convert.ToBase64String(secret)), null);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new EnrolledTotp(Totp.Base32(secret), Totp.Uri(secret, account.UserName!)));
    }

    private static async Task<Results<Ok<RecoveryCodesResponse>, ProblemHttpResult>> Confirm(
        TotpRequest request, ClaimsPrincipal user, SecondFactor factor, GatewayDbContext db, AccountStates states, SecurityLog security,
        HttpContext http, CancellationToken ct)
    {
        var account = await db.Users.SingleAsync(u => u.Id == user.UserId(), ct);
        if (account.TwoFactorEnabled || account.SealedTotpSecret is null)
            return Problems.Create(StatusCodes.Status409Conflict, account.TwoFactorEnabled ? "totp-enabled" : "totp-not-enrolled", "There is nothing to confirm.");
        if (!await factor.AcceptsTotp(account, request.Totp?.Trim() ?? "", ct))
            return new FieldErrors().Add("totp", "wrong", "This is not the code that the app shows now.").ToProblem();

        var (shown, kept) = factor.NewRecoveryCodes();
        (account.TwoFactorEnabled, account.RecoveryCodes) = (true, kept);
        await Save(db, account, SecurityActions.TotpEnabled, states, security, http, ct);
        return TypedResults.Ok(new RecoveryCodesResponse(shown));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        RemoveTotpRequest request, ClaimsPrincipal user, PasswordSignIn signIn, GatewayDbContext db, AccountStates states, SecurityLog security,
        HttpContext http, CancellationToken ct)
    {
        var (account, refusal) = await signIn.Prove(user.UserName(), request.CurrentPassword ?? "", ct, request.Totp, asksForCode: true);
        if (refusal is not null)
            return refusal;

        account!.RemoveSecondFactor();
        await Save(db, account, SecurityActions.TotpRemoved, states, security, http, ct);
        return TypedResults.NoContent();
    }

    private static async Task Save(
        GatewayDbContext db, User account, string action, AccountStates states, SecurityLog security, HttpContext http, CancellationToken ct)
    {
        var written = SecurityEvents.By(http, action, AuditEntry.Done, account.Id);
        db.AuditLogs.Add(written);
        await db.EndOtherSessions(account, http.Features.Get<LiveSession>()?.Id, ct);
        states.Forget(account.Id);
        security.Tell(written);
    }
}
