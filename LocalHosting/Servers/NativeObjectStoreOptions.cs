namespace Meida.LocalHosting.Servers;

/// <summary>Settings of a private S3 server.</summary>
public sealed record NativeObjectStoreOptions
{
    /// <summary>Where the store keeps everything. Its own; nothing else may lie in it.</summary>
    public required string Directory { get; init; }

    /// <summary>The access key, fixed at the first start.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The secret key, fixed at the first start.</summary>
    public required string SecretKey { get; init; }

    /// <summary>The HTTP port; a free one when absent.</summary>
    public int? Port { get; init; }

    /// <summary>Whether objects live in memory only and every start is a first one.</summary>
    public bool Memory { get; init; }

    /// <summary>Called with every line the daemons write.</summary>
    public Action<string>? OnOutput { get; init; }
}
