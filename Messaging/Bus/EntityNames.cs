using System.Text;
using System.Text.RegularExpressions;
using MassTransit;

namespace Meida.Messaging;

/// <summary>
/// Names of exchanges: <c>meida.&lt;owner&gt;.&lt;message&gt;.v&lt;N&gt;</c>, kebab-case and free of CLR namespaces, because other
/// systems bind to them and a renamed class must not break a subscriber. The owner is the namespace below
/// <c>Meida.Contracts</c> (or <c>Meida</c> for messages a service keeps to itself); a type name that ends in <c>V2</c> gives
/// <c>.v2</c>.
/// </summary>
/// <remarks>MassTransit documentation, "Topology: entity name formatters".</remarks>
public sealed partial class EntityNames : IEntityNameFormatter
{
    /// <summary>The durable topic exchange of all public events.</summary>
    public const string PublicEvents = "meida.events";

    /// <inheritdoc />
    public string FormatEntityName<T>() => Of(typeof(T));

    /// <summary>The exchange of a message type.</summary>
    public static string Of(Type message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.IsGenericType && message.GetGenericTypeDefinition() == typeof(Fault<>))
            return "meida.faults." + Of(message.GetGenericArguments()[0])["meida.".Length..];

        var (name, version) = Version(message.Name);
        return $"meida.{Owner(message)}.{Kebab(name)}.v{version}";
    }

    /// <summary>The service that owns a message, in lower case.</summary>
    public static string Owner(Type message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return (message.Namespace ?? "").Split('.') switch
        {
            ["Meida", "Contracts", var owner, ..] => Kebab(owner),
            ["Meida", var owner, ..] => Kebab(owner),
            [var other, ..] => Kebab(other),
            _ => "unknown",
        };
    }

    static (string Name, int Version) Version(string name)
    {
        var plain = name.Split('`')[0];
        var match = VersionSuffix().Match(plain);
        return match.Success ? (plain[..match.Index], int.Parse(match.Groups[1].Value, null)) : (plain, 1);
    }

    static string Kebab(string name)
    {
        var kebab = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var starts = char.IsUpper(name[i]) && i > 0
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (starts)
                kebab.Append('-');
            kebab.Append(char.ToLowerInvariant(name[i]));
        }

        return kebab.ToString();
    }

    [GeneratedRegex("(?<=[a-z])V([0-9]+)$")]
    private static partial Regex VersionSuffix();
}
