using Meida.Gateway.Accounts;

namespace Meida.Gateway.SignIn;

/// <summary>A browser that is signed in. Ending it is deleting its row, so a copied cookie dies with it.</summary>
internal sealed class Session
{
    /// <summary>SHA-256 of the cookie: who reads the table cannot sign in with it.</summary>
    public required string Id { get; init; }

    public required Guid UserId { get; init; }

    public User? User { get; init; }

    /// <summary>The user's stamp at sign-in; a changed password changes it and ends the session. Roles are read anew instead.</summary>
    public required string SecurityStamp { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; set; }
}
