using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Meida.Gateway.SignIn;

/// <summary>Marks an endpoint that acts for the user of the session cookie.</summary>
internal sealed class UsesSession
{
    public static readonly UsesSession Instance = new();
}

/// <summary>
/// Turns the session cookie into a user, where the endpoint <see cref="UsesSession"/>: browsers send the cookie with every
/// request, and pages and bookings must not wait for the database. A Bearer token beside it wins, whatever it is worth.
/// </summary>
internal sealed class SessionAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, Sessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "Session";

    public static bool HasBearer(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<UsesSession>() is null
            || HasBearer(Request) || SessionCookie.Read(Request) is not { } cookie)
        {
            return AuthenticateResult.NoResult();
        }

        if (await sessions.Find(cookie, Context.RequestAborted) is not { } session)
            return AuthenticateResult.Fail("The session has ended.");

        Context.Features.Set(session);
        return AuthenticateResult.Success(new AuthenticationTicket(session.User, Scheme));
    }
}
