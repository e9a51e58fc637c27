namespace Meida.LocalHosting.Servers;

/// <summary>Settings of a private PostgreSQL.</summary>
public sealed record NativePostgresOptions
{
    /// <summary>Where the cluster is, or will be made. Its own; nothing else may lie in it.</summary>
    public required string Directory { get; init; }

    /// <summary>Whether a commit survives a loss of power. False only for throw-away data.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>The superuser made with the cluster.</summary>
    public string User { get; init; } = "meida";

    /// <summary>That user's password, fixed when the cluster is made.</summary>
    public required string Password { get; init; }

    /// <summary>The port; a free one when absent.</summary>
    public int? Port { get; init; }

    /// <summary>Called with every line the server writes.</summary>
    public Action<string>? OnOutput { get; init; }
}
