namespace Meida.LocalHosting.Servers;

/// <summary>Settings of a private RabbitMQ.</summary>
public sealed record NativeRabbitMqOptions
{
    /// <summary>Where the node keeps everything. Its own; nothing else may lie in it.</summary>
    public required string Directory { get; init; }

    /// <summary>The administrator made at the first start.</summary>
    public string User { get; init; } = "meida";

    /// <summary>That user's password.</summary>
    public required string Password { get; init; }

    /// <summary>The virtual host made at the first start.</summary>
    public string VHost { get; init; } = "/";

    /// <summary>The password of the account <see cref="SubscriberUser"/>; no such account when absent.</summary>
    public string? SubscriberPassword { get; init; }

    /// <summary>
    /// The account of other systems: it binds its own queues, named <c>ext.*</c>, to <c>meida.events</c>, reads them, and
    /// may do nothing else.
    /// </summary>
    public const string SubscriberUser = "subscriber";

    /// <summary>The AMQP port; a free one when absent.</summary>
    public int? Port { get; init; }

    /// <summary>Whether the management pages and their API are served (some 30 MB more).</summary>
    public bool Management { get; init; }

    /// <summary>Called with every line the broker writes.</summary>
    public Action<string>? OnOutput { get; init; }
}
