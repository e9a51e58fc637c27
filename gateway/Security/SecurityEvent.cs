namespace Meida.Gateway.Security;

/// <summary>Who did, or tried, what at the gateway, when and from where. Rows are only ever added, and hold no personal data.</summary>
internal sealed class SecurityEvent
{
    /// <summary>The result of what was carried out; otherwise the slug of the refusal.</summary>
    public const string Done = "done";

    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? ActorUserId { get; init; }

    /// <summary>Empty for nobody we know: a name that does not exist may be a password typed into the wrong field.</summary>
    public required string ActorName { get; init; }

    public required string ActorRole { get; init; }

    public required string Action { get; init; }

    /// <summary>The account that it was done to.</summary>
    public Guid? AccountId { get; init; }

    public string? ClientAddress { get; init; }

    public required string Result { get; init; }

    public required string DetailsJson { get; init; }
}

/// <summary>What is written down.</summary>
internal static class SecurityActions
{
    public const string SignedIn = "SIGNED_IN";
    public const string SignedOut = "SIGNED_OUT";
    public const string TokenRefused = "TOKEN_REFUSED";
    public const string Refused = "REFUSED";
    public const string AccountCreated = "ACCOUNT_CREATED";
    public const string AccountChanged = "ACCOUNT_CHANGED";
    public const string PasswordChanged = "PASSWORD_CHANGED";
    public const string TotpEnabled = "TOTP_ENABLED";
    public const string TotpRemoved = "TOTP_REMOVED";
    public const string PasswordReset = "PASSWORD_RESET";
}
