namespace Meida.Gateway.Security;

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
