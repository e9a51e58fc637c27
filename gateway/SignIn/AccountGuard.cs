using System.Security.Claims;
using Meida.Gateway.Accounts;
using Meida.Gateway.Security;
using Meida.ServiceDefaults.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Meida.Gateway.SignIn;

/// <summary>A Bearer token of this gateway whose account is as it was when the token was made.</summary>
internal sealed record LiveToken(ClaimsPrincipal User, AccountState Account, DateTimeOffset ExpiresAt)
{
    public override string ToString() => nameof(LiveToken);
}

/// <summary>A Bearer token that is no good.</summary>
internal sealed record RefusedToken(string Reason)
{
    public const string Expired = "expired";
    public const string Forged = "forged";
    public const string AccountChanged = "account-changed";
}

/// <summary>Endpoint metadata: may be called with a password that somebody else made.</summary>
internal sealed class TakesInitialPassword
{
    public static readonly TakesInitialPassword Instance = new();
}

/// <summary>Endpoint metadata: may be called without the second factor that the account's role asks for.</summary>
internal sealed class TakesNoSecondFactor
{
    public static readonly TakesNoSecondFactor Instance = new();
}

/// <summary>
/// Takes back what was given out: a Bearer token is looked at on its way to a service too, and goes no further once its account
/// has changed. An account with an initial password gets nothing but a new one, and one that lacks a second factor nothing but that.
/// </summary>
internal sealed class AccountGuard(IOptions<AuthOptions> options) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public static JwtBearerEvents TokenEvents() => new() { OnTokenValidated = Recognise, OnAuthenticationFailed = Remember };

    /// <summary>For what is forwarded; the gateway's own endpoints ask for an account and come by <see cref="HandleAsync"/>.</summary>
    public static async Task Check(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata is { } endpoint && endpoint.GetMetadata<UsesSession>() is not null && endpoint.GetMetadata<IAuthorizeData>() is null)
        {
            if (SessionAuthentication.HasBearer(http.Request))
                await http.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
            if (http.Features.Get<RefusedToken>() is { Reason: RefusedToken.AccountChanged })
            {
                http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
                await http.Refuse(StatusCodes.Status401Unauthorized, "unauthorized", "The account has changed. Sign in again.");
                return;
            }
            if (Unready(http, http.RequestServices.GetRequiredService<IOptions<AuthOptions>>().Value) is { } refusal)
            {
                await refusal;
                return;
            }
        }
        await next(http);
    }

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        Unready(context, options.Value) ?? _usual.HandleAsync(next, context, policy, authorizeResult);

    // The refusal, on its way, of an account that has something else to do first.
    private static Task? Unready(HttpContext http, AuthOptions options)
    {
        var (session, token, endpoint) = (http.Features.Get<LiveSession>(), http.Features.Get<LiveToken>(), http.GetEndpoint()?.Metadata);
        if ((session?.Account ?? token?.Account) is not { } account)
            return null;
        if (account.MustChangePassword && endpoint?.GetMetadata<TakesInitialPassword>() is null)
            return http.Refuse(StatusCodes.Status403Forbidden, "password-change-required", "Change the initial password first: POST /api/auth/password.");
        if (!account.HasSecondFactor && options.TotpRequiredForRoles.Any((session?.User ?? token!.User).IsInRole) && endpoint?.GetMetadata<TakesNoSecondFactor>() is null)
            return http.Refuse(StatusCodes.Status403Forbidden, "totp-enrolment-required", "Set up a second factor first: POST /api/auth/totp.");
        return null;
    }

    private static async Task Recognise(TokenValidatedContext context)
    {
        var (http, user) = (context.HttpContext, context.Principal!);
        var state = await http.RequestServices.GetRequiredService<AccountStates>().Of(user.UserId(), http.RequestAborted);
        if (state is { MaySignIn: true } && state.Stamp == user.FindFirstValue(TokenClaims.AccountStamp))
        {
            http.Features.Set(new LiveToken(user, state, new DateTimeOffset(context.SecurityToken.ValidTo, TimeSpan.Zero)));
            return;
        }
        http.Features.Set(new RefusedToken(RefusedToken.AccountChanged));
        context.Fail("The account has changed.");
    }

    private static Task Remember(AuthenticationFailedContext context)
    {
        if (context.Exception is SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException)
            context.HttpContext.Features.Set(new RefusedToken(RefusedToken.Expired));
        else if (context.Exception is SecurityTokenException or ArgumentException)
            context.HttpContext.Features.Set(new RefusedToken(RefusedToken.Forged));
        return Task.CompletedTask;
    }
}
