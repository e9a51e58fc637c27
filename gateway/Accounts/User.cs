using Microsoft.AspNetCore.Identity;

namespace Meida.Gateway.Accounts;

/// <summary>Somebody who may sign in.</summary>
internal sealed class User : IdentityUser<Guid>
{
    public required string DisplayName { get; set; }

    /// <summary>What the account may do, as role names of <see cref="RolePermissions"/>.</summary>
    public required string[] Roles { get; set; }

    /// <summary>The technician that Technicians last linked to this account; used while Technicians is away.</summary>
    public Guid? TechnicianId { get; set; }

    /// <summary>Whether the account may sign in; taken away, never deleted, so that its name stays in the history.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>The password was made by somebody else: nothing goes on before it is changed.</summary>
    public bool MustChangePassword { get; set; }

    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>The secret of the authenticator app, sealed; it counts when <c>TwoFactorEnabled</c>.</summary>
    public string? SealedTotpSecret { get; set; }

    /// <summary>The half minute of the last code taken: a code that was overlooked is used up.</summary>
    public long? TotpLastStep { get; set; }

    /// <summary>Fingerprints of the codes that are left for when the app is lost.</summary>
    public string[]? RecoveryCodes { get; set; }

    public void RemoveSecondFactor() =>
        (TwoFactorEnabled, SealedTotpSecret, TotpLastStep, RecoveryCodes) = (false, null, null, null);

    public bool MaySignIn(DateTimeOffset now) => IsActive && !(LockoutEnd > now);
}
