namespace Meida.Gateway.SignIn;

/// <summary><c>Auth</c>: lifetimes of tokens, and when guessing passwords is stopped.</summary>
internal sealed class AuthOptions
{
    /// <summary>No token lives longer: what checks one without asking the gateway learns of a change when it expires.</summary>
    public static readonly TimeSpan LongestTokenLifetime = TimeSpan.FromMinutes(5);

    /// <summary>How long a token of <c>/api/auth/token</c> is good for.</summary>
    public TimeSpan TokenLifetime { get; set; } = LongestTokenLifetime;

    /// <summary>How long the token is good for that goes with one forwarded request of a browser.</summary>
    public TimeSpan ForwardedTokenLifetime { get; set; } = LongestTokenLifetime;

    /// <summary>Event streams that one account may have open at one gateway.</summary>
    public int StreamsPerAccount { get; set; } = 20;

    /// <summary>Roles whose accounts get nothing done without a second factor; none by default.</summary>
    public string[] TotpRequiredForRoles { get; set; } = [];

    public LockoutOptions Lockout { get; set; } = new();

    internal sealed class LockoutOptions
    {
        /// <summary>Wrong passwords for one account from one address before the next try is refused.</summary>
        public int MaxFailures { get; set; } = 10;

        /// <summary>Wrong passwords in a window from one address, for accounts that have not signed in from there before.</summary>
        public int MaxFailuresPerAddress { get; set; } = 100;

        /// <summary>Wrong passwords in a window for one account, from addresses that it has not signed in from before.</summary>
        public int MaxFailuresPerAccount { get; set; } = 50;

        public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

        /// <summary>The window of <see cref="MaxFailuresPerAccount"/>.</summary>
        public TimeSpan AccountWindow { get; set; } = TimeSpan.FromMinutes(15);

        /// <summary>How long an address is remembered as one that an account signs in from.</summary>
        public TimeSpan FamiliarFor { get; set; } = TimeSpan.FromDays(30);
    }
}
