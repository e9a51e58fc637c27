namespace Meida.Gateway.SignIn;

/// <summary>
/// How many sign-ins were tried under one key until a moment; with no tries, how far ahead of the time a key is that is slowed
/// down, or how long a key is familiar.
/// </summary>
internal sealed class SignInCounter
{
    /// <summary>A kind and a keyed fingerprint: the table names neither accounts nor addresses.</summary>
    public required string Key { get; init; }

    public required int Tries { get; set; }

    public required DateTimeOffset EndsAt { get; set; }
}
