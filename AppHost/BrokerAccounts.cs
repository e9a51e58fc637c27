using System.Text.RegularExpressions;
using Meida.Hosting.Native;

namespace Meida.Aspire.AppHost;

/// <summary>Who may do what on the broker.</summary>
internal static partial class BrokerAccounts
{
    private const string PublicEvents = @"meida\.events";

    /// <summary>
    /// Another system: it makes queues named <c>ext.{account}.*</c>, binds them to the public events, reads them, and nothing else.
    /// Declaring a queue asks for configure, binding it for write on the queue and read on the exchange.
    /// </summary>
    public static BrokerAccount Subscriber(string account, ParameterResource password)
    {
        var own = $@"ext\.{Regex.Escape(account)}\.";
        return new BrokerAccount(account, password, $"^{own}", $"^{own}", $"^({own}.*|{PublicEvents})$") { MaxConnections = 20, MaxChannels = 100 };
    }

    /// <summary>
    /// A subscriber that never comes back must not fill the broker's disk: beyond this its oldest events are dropped, and a replay
    /// brings them again.
    /// </summary>
    public static BrokerPolicy SubscriberLimits { get; } = new("subscribers", @"^ext\.", new Dictionary<string, object>
    {
        ["max-length"] = 1_000_000, ["max-length-bytes"] = 1_073_741_824, ["overflow"] = "drop-head",
    });

    /// <summary>The accounts that <c>MEIDA_SUBSCRIBERS</c> names.</summary>
    /// <exception cref="DistributedApplicationException">One has no name for an account; the message is one sentence.</exception>
    public static IReadOnlyList<string> ReadSubscribers(this IDistributedApplicationBuilder builder)
    {
        var names = (builder.Configuration["MEIDA_SUBSCRIBERS"] ?? "subscriber").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names)
        {
            if (!AccountName().IsMatch(name) || name == "meida")
                throw new DistributedApplicationException($"MEIDA_SUBSCRIBERS names '{name}', but an account is 1 to 30 lower-case letters, digits and hyphens, and not 'meida'.");
        }
        return names;
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,29}$")]
    private static partial Regex AccountName();
}
