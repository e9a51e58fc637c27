using Meida.Gateway.Accounts;
using Meida.Gateway.Data;
using Meida.Gateway.Http;
using Meida.Gateway.Security;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.SignIn;

/// <summary>Checks a user name and a password.</summary>
internal sealed class PasswordSignIn(
    UserManager<User> users, GatewayDbContext db, PasswordCheck passwords, PasswordGate gate, LoginAttempts attempts, SecondFactor secondFactor,
    TechnicianLink technicians,
    SecurityLog security, PersonalData personalData, TimeProvider clock, IHttpContextAccessor accessor)
{
    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(5);

    private HttpContext Http => accessor.HttpContext!;

    public async Task<(User? User, ProblemHttpResult? Refusal)> Check(Credentials credentials, CancellationToken ct)
    {
        if (Invalid(credentials) is { } invalid)
            return (null, invalid);

        var (user, refusal) = await Prove(credentials.UserName!, credentials.Password!, ct, credentials.Totp, asksForCode: true);
        if (refusal is not null)
            return (null, refusal);

        var now = clock.GetUtcNow();
        await db.Users.Where(u => u.Id == user!.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.LastSignInAt, now), ct);
        await technicians.Refresh(user!, ct);
        Write(credentials.UserName!, user, AuditEntry.Done);
        return (user, null);
    }

    /// <summary>Whether the password is that of the account, with all that keeps it from being guessed.</summary>
    public async Task<(User? User, ProblemHttpResult? Refusal)> Prove(
        string userName, string password, CancellationToken ct, string? totp = null, bool asksForCode = false)
    {
        var address = ClientNetwork.Of(Http.Connection.RemoteIpAddress);
        if (await attempts.Begin(userName, address, ct) is { } wait)
        {
            Write(userName, null, "too-many-attempts");
            return (null, TooMany("too-many-attempts", "Too many failed attempts to sign in. Try again later.", wait));
        }

        var (user, checkedIt, matches) = await Look(userName, password, address, ct);
        if (!checkedIt)
        {
            await attempts.NotTried(userName, address, ct);
            return (null, TooMany("too-many-requests", "Too many people sign in right now. Try again later.", BusyFor));
        }
        if (!matches || !user!.MaySignIn(clock.GetUtcNow()))
            return Wrong(userName, user, "invalid-credentials", "The user name or the password is wrong.");
        if (asksForCode && user.TwoFactorEnabled)
        {
            if (string.IsNullOrWhiteSpace(totp))
            {
                await attempts.NotTried(userName, address, ct);
                return Wrong(userName, user, "totp-required", "The account has a second factor: send the code that the app shows as totp.");
            }
            if (!await secondFactor.Accepts(user, totp, ct))
                return Wrong(userName, user, "invalid-credentials", "The user name or the password is wrong.");
        }

        await attempts.Succeeded(userName, address, ct);
        return (user, null);
    }

    private (User? User, ProblemHttpResult Refusal) Wrong(string userName, User? user, string slug, string detail)
    {
        Write(userName, user, slug);
        return (null, Problems.Create(StatusCodes.Status401Unauthorized, slug, detail));
    }

    private async Task<(User? User, bool Checked, bool Matches)> Look(string userName, string password, string address, CancellationToken ct)
    {
        var user = await users.FindByNameAsync(userName);
        using var turn = await gate.Enter(address, ct);
        return turn.IsAcquired ? (user, true, await passwords.Matches(user, password, ct)) : (user, false, false);
    }

    private static ProblemHttpResult? Invalid(Credentials credentials)
    {
        var errors = new FieldErrors();
        Check(errors, "userName", credentials.UserName, 256);
        Check(errors, "password", credentials.Password, 1000);
        return errors.Any ? errors.ToProblem() : null;

        static void Check(FieldErrors errors, string field, string? value, int max)
        {
            if (string.IsNullOrEmpty(value))
                errors.Add(field, "required", "Required.");
            else if (value.Length > max)
                errors.Add(field, "length", $"Must be 1 to {max} characters.");
            else if (RequestText.HasControlCharacters(value))
                errors.Add(field, "control-characters", "Must not contain control characters.");
        }
    }

    private ProblemHttpResult TooMany(string slug, string detail, TimeSpan wait)
    {
        Http.Response.RetryAfter(wait);
        return Problems.Create(StatusCodes.Status429TooManyRequests, slug, detail);
    }

    // A name that nobody has may be a password in the wrong field: only the fingerprint is kept, the same for every try.
    private void Write(string userName, User? user, string result)
    {
        Http.IsWritten();
        var fingerprint = personalData.Fingerprint($"user-name:{userName.ToUpperInvariant()}")[..16];
        security.Write(SecurityEvents.By(Http, user, SecurityActions.SignedIn, result, ("nameFingerprint", fingerprint), ("path", Http.Request.Path.Value!)));
    }
}
