using System.Text.RegularExpressions;
using Meida.Hosting.Native;

namespace Meida.Aspire.AppHost;

/// <summary>Who may do what on the broker.</summary>
internal static partial class BrokerAccounts
{
    private const string PublicEvents = @"meida\.events";

    // What a service says of bytes that it cannot read as a message; nobody hears it.
    private const string Unreadable = @"meida\.mass-transit\.receive-fault\.v1";

    /// <summary>
    /// The services: which one publishes what, hears whom, and asks and answers whom. Here and nowhere else. A new request to another
    /// service, or a service that hears another for the first time, needs a word here, else it does not come up.
    /// </summary>
    private static readonly BrokerRole[] Roles =
    [
        new("booking")
        {
            Hears = ["tickets", "technicians"],
            Asks =
            [
                "technicians.catalog-requested", "tickets.get-ticket-for-customer", "tickets.reschedule-for-customer", "tickets.cancel-for-customer",
                "tickets.urge-for-customer", "tickets.rate-for-customer", "tickets.get-ticket-access",
            ],
            Answers = ["tickets", "files"],
        },
        new("tickets")
        {
            Hears = ["booking", "technicians", "files"],
            Asks = ["booking.find-booking", "booking.find-product", "files.get-ticket-receipts", "technicians.catalog-requested"],
            Answers = ["files", "booking"],
            PublicEvents = @"^ticket\.(?!receipt-)",
            ReplaysTo = @"ext\.",
        },
        new("technicians") { Hears = ["tickets"], PublicEvents = @"^technician\." },
        new("files") { Hears = ["tickets"], Asks = ["tickets.get-ticket-access", "booking.open-own-link"], Answers = ["tickets"], PublicEvents = @"^ticket\.receipt-" },
    ];

    /// <summary>The services' accounts, each with the rights of its role.</summary>
    public static IReadOnlyDictionary<string, BrokerAccount> Services(Func<string, ParameterResource> password) =>
        Roles.ToDictionary(role => role.Service, role => Service(role, password(role.Service)), StringComparer.Ordinal);

    /// <summary>
    /// A service writes its own queues (to put dead letters back), the exchanges of its own name, the requests it asks others, the
    /// temporary exchange of one that waits for its answer, and the faults of what it hears: a fault belongs to who failed at the
    /// message. It reads its own queues and binds them to what it hears. It declares whatever it uses, for whoever starts first
    /// makes an exchange, and the broker asks for the right to configure even when the exchange is there.
    /// </summary>
    private static BrokerAccount Service(BrokerRole role, ParameterResource password)
    {
        string own = $"{role.Service}[-_].*", published = $@"meida\.{role.Service}\..*";
        string heard = $@"meida\.({string.Join('|', role.Hears.Append(role.Service))})\..*", failed = $@"meida\.faults\.({string.Join('|', role.Hears.Append(role.Service))})\..*";
        string[] asked = [.. role.Asks.Select(request => $@"meida\.{Regex.Escape(request)}\.v[0-9]+")];
        string[] answered = [.. role.Answers.Select(asking => $"{asking}_bus_.*")];
        string[] announced = role.PublicEvents is null ? [] : [PublicEvents];
        string[] replayed = role.ReplaysTo is null ? [] : [$"{role.ReplaysTo}.*"];
        return new BrokerAccount(
            role.Service, password,
            OneOf([own, heard, failed, .. asked, .. answered, PublicEvents, Unreadable]),
            OneOf([own, published, failed, .. asked, .. answered, .. announced, .. replayed, Unreadable]),
            OneOf([own, heard]))
        {
            Topics = role.PublicEvents is null ? [] : [new BrokerTopic("meida.events", role.PublicEvents)],
        };
    }

    private static string OneOf(IEnumerable<string> names) => $"^({string.Join('|', names)})$";

    private sealed record BrokerRole(string Service)
    {
        /// <summary>Whose messages it consumes, besides its own.</summary>
        public required string[] Hears { get; init; }

        /// <summary>Messages that bear another's name and are its to send.</summary>
        public string[] Asks { get; init; } = [];

        /// <summary>Who waits for its answers.</summary>
        public string[] Answers { get; init; } = [];

        /// <summary>The routing keys of its events for other systems.</summary>
        public string? PublicEvents { get; init; }

        /// <summary>Queues of other systems that it binds to an exchange of its own, and neither reads nor declares.</summary>
        public string? ReplaysTo { get; init; }
    }

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
            if (!AccountName().IsMatch(name) || name == "meida" || Roles.Any(role => role.Service == name))
                throw new DistributedApplicationException($"MEIDA_SUBSCRIBERS names '{name}', but an account is 1 to 30 lower-case letters, digits and hyphens, and neither 'meida' nor a service.");
        }
        return names;
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,29}$")]
    private static partial Regex AccountName();
}
