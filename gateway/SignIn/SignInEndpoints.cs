using System.Security.Claims;
using Meida.Gateway.Accounts;
using Meida.Gateway.Keys;
using Meida.Gateway.Security;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Audit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Meida.Gateway.SignIn;

/// <summary>What a person or a program signs in with.</summary>
/// <param name="UserName">The account's name.</param>
/// <param name="Password">The password.</param>
/// <param name="Totp">The code of the authenticator app, or a recovery code, of an account with a second factor.</param>
internal sealed record Credentials(string? UserName, string? Password, string? Totp = null)
{
    public override string ToString() => nameof(Credentials);
}

/// <summary>Who signed in.</summary>
internal sealed record SignedIn(Account User);

/// <summary>A token for programs.</summary>
internal sealed record AccessToken(string Token, int ExpiresIn)
{
    [System.Text.Json.Serialization.JsonPropertyName("accessToken")]
    public string Token { get; init; } = Token;

    public string TokenType { get; } = "Bearer";

    public override string ToString() => nameof(AccessToken);
}

/// <summary>Signing in and out.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this WebApplication app)
    {
        var auth = app.MapGroup("/api/auth").WithTags("Sign-in");
        auth.MapPost("/login", Login).AllowAnonymous()
            .WithName("Login").WithSummary("Sign a browser in; the answer sets a cookie.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(429);
        auth.MapPost("/token", Token).AllowAnonymous()
            .WithName("Token").WithSummary("A Bearer token for programs.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(429);
        auth.MapPost("/logout", Logout).RequireAuthorization(SignInSetup.SignedIn).WithMetadata(UsesSession.Instance, TakesInitialPassword.Instance, TakesNoSecondFactor.Instance)
            .WithName("Logout").WithSummary("End the session.").ProducesProblem(401).ProducesProblem(403);
        auth.MapGet("/me", Me).RequireAuthorization(SignInSetup.SignedIn).WithMetadata(UsesSession.Instance)
            .WithName("Me").WithSummary("Who is signed in, and what they may do.").ProducesProblem(401);
        auth.MapPost("/password", ChangePassword.Handle).RequireAuthorization(SignInSetup.SignedIn)
            .WithMetadata(UsesSession.Instance, TakesInitialPassword.Instance, TakesNoSecondFactor.Instance)
            .WithName(nameof(ChangePassword)).WithSummary("A new password; every other session of the account ends.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(429);
        auth.MapTotp();
        app.MapGet("/.well-known/jwks.json", Jwks).AllowAnonymous().WithTags("Sign-in")
            .WithName("Jwks").WithSummary("The public keys that access tokens are checked with.");
    }

    private static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> Login(
        Credentials credentials, HttpContext http, PasswordSignIn signIn, Sessions sessions, CancellationToken ct)
    {
        var (user, refusal) = await signIn.Check(credentials, ct);
        if (refusal is not null)
            return refusal;

        await sessions.EndFormer(SessionCookie.Read(http.Request), ct);
        SessionCookie.Write(http, await sessions.Start(user!, ct));
        return TypedResults.Ok(new SignedIn(Account.Of(user!)));
    }

    private static async Task<Results<Ok<AccessToken>, ProblemHttpResult>> Token(
        Credentials credentials, PasswordSignIn signIn, TokenIssuer tokens, IOptions<AuthOptions> options, TimeProvider clock, CancellationToken ct)
    {
        var (user, refusal) = await signIn.Check(credentials, ct);
        if (refusal is not null)
            return refusal;

        var lifetime = options.Value.TokenLifetime;
        var token = await tokens.Issue(Account.Of(user!), AccountState.Of(user!, clock.GetUtcNow()).Stamp, lifetime, ct);
        return TypedResults.Ok(new AccessToken(token, (int)lifetime.TotalSeconds));
    }

    private static async Task<NoContent> Logout(HttpContext http, Sessions sessions, SecurityLog security, CancellationToken ct)
    {
        // A Bearer token has no session to end; it is short-lived instead.
        if (http.Features.Get<LiveSession>() is { } session)
        {
            await sessions.End(session.Id, ct);
            SessionCookie.Clear(http);
            http.Response.Headers["Clear-Site-Data"] = "\"cookies\", \"storage\"";
        }
        security.Write(SecurityEvents.By(http, SecurityActions.SignedOut, AuditEntry.Done, http.User.UserId()));
        return TypedResults.NoContent();
    }

    private static Ok<Account> Me(ClaimsPrincipal user) => TypedResults.Ok(Account.Of(user));

    private static async Task<FileContentHttpResult> Jwks(HttpContext http, SigningKeys keys, CancellationToken ct)
    {
        // Shorter than the time a new key is published before it signs.
        http.Response.Headers.CacheControl = "public, max-age=300";
        return TypedResults.File((await keys.Current(ct)).Jwks, "application/json");
    }
}
