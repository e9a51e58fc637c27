namespace Meida.Gateway.SignIn;

/// <summary><c>Auth:Session</c>: how long a sign-in in a browser lasts.</summary>
internal sealed class SessionOptions
{
    /// <summary>Without a request for this long, the session ends.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Whatever happens, the session ends after this.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long a session and its token are remembered before the database is asked again.</summary>
    public TimeSpan CachedFor { get; set; } = TimeSpan.FromMinutes(1);
}
