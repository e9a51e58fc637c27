using Meida.Gateway.Accounts;
using Meida.Gateway.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Meida.Gateway.SignIn;

/// <summary>Checks a user name and a password.</summary>
internal sealed class PasswordSignIn(UserManager<User> users, LoginAttempts attempts, TechnicianLink technicians, IHttpContextAccessor http)
{
    private static readonly User Nobody = new() { DisplayName = "", Roles = [] };
    private static readonly string NobodysHash = new PasswordHasher<User>().HashPassword(Nobody, Guid.NewGuid().ToString());

    public async Task<(User? User, ProblemHttpResult? Refusal)> Check(Credentials credentials, CancellationToken ct)
    {
        if (Invalid(credentials) is { } invalid)
            return (null, invalid);

        var address = ClientAddress.Of(http.HttpContext!);
        if (attempts.Begin(credentials.UserName!, address) is { } wait)
            return (null, TooManyTries(wait));

        var user = await users.FindByNameAsync(credentials.UserName!);
        if (!await Matches(user, credentials.Password!))
            return (null, Problems.Create(StatusCodes.Status401Unauthorized, "invalid-credentials", "The user name or the password is wrong."));

        attempts.Succeeded(credentials.UserName!, address);
        await technicians.Refresh(user!, ct);
        return (user, null);
    }

    private async Task<bool> Matches(User? user, string password)
    {
        if (user?.PasswordHash is not null)
            return await users.CheckPasswordAsync(user, password);

        // An unknown name takes as long as a wrong password, so that nobody learns which names exist.
        users.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, password);
        return false;
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

    private ProblemHttpResult TooManyTries(TimeSpan wait)
    {
        http.HttpContext!.Response.RetryAfter(wait);
        return Problems.Create(
            StatusCodes.Status429TooManyRequests, "too-many-attempts", "Too many failed attempts to sign in. Try again later.");
    }
}
