namespace Meida.Gateway.SignIn;

/// <summary><c>Auth</c>: lifetimes of tokens, and when guessing passwords is stopped.</summary>
internal sealed class AuthOptions
{
    /// <summary>How long a token of <c>/api/auth/token</c> is good for.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long the token is good for that goes with one forwarded request of a browser.</summary>
    public TimeSpan ForwardedTokenLifetime { get; set; } = TimeSpan.FromMinutes(5);

    public LockoutOptions Lockout { get; set; } = new();

    internal sealed class LockoutOptions
    {
        /// <summary>Wrong passwords for one account from one address before the next try is refused.</summary>
        public int MaxFailures { get; set; } = 10;

        public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);
    }
}
