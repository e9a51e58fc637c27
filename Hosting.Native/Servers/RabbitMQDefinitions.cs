using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Meida.Hosting.Native;

/// <summary>
/// An account of a broker and what it may do in the virtual host <c>/</c>: three regular expressions over the names of queues and
/// exchanges.
/// </summary>
/// <param name="User">The account's name.</param>
/// <param name="Password">The account's password.</param>
/// <param name="Configure">What it may declare and delete.</param>
/// <param name="Write">What it may publish to, and which queues it may bind.</param>
/// <param name="Read">What it may consume, and which exchanges it may bind to.</param>
/// <param name="Tags">Rights over the broker itself; <c>administrator</c> has all.</param>
/// <remarks>RabbitMQ documentation, "Authentication, Authorisation, Access Control".</remarks>
public sealed record BrokerAccount(string User, ParameterResource Password, string Configure, string Write, string Read, params string[] Tags)
{
    /// <summary>How many connections it may hold; no limit when absent.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>How many channels it may hold, all connections together; no limit when absent.</summary>
    public int? MaxChannels { get; init; }

    /// <summary>Of the topic exchanges it may write to: with which routing keys. No limit where an exchange is not named.</summary>
    public IReadOnlyList<BrokerTopic> Topics { get; init; } = [];

    /// <summary>An account that may do everything.</summary>
    /// <param name="user">The account's name.</param>
    /// <param name="password">The account's password.</param>
    public static BrokerAccount Administrator(string user, ParameterResource password) => new(user, password, ".*", ".*", ".*", "administrator");
}

/// <summary>What an account may publish on a topic exchange.</summary>
/// <param name="Exchange">The exchange's name.</param>
/// <param name="Write">The regular expression over routing keys.</param>
/// <remarks>RabbitMQ documentation, "Topic Authorisation".</remarks>
public sealed record BrokerTopic(string Exchange, string Write);

/// <summary>A limit of a broker on queues by name.</summary>
/// <param name="Name">The policy's name.</param>
/// <param name="Pattern">The regular expression over the queues' names.</param>
/// <param name="Definition">What holds of them, in the broker's own words.</param>
/// <remarks>RabbitMQ documentation, "Parameters and Policies".</remarks>
public sealed record BrokerPolicy(string Name, string Pattern, IReadOnlyDictionary<string, object> Definition);

/// <summary>Where the definitions of a broker are written.</summary>
internal sealed record RabbitMQDefinitionsAnnotation(string File) : IResourceAnnotation;

/// <summary>The accounts of a broker, which it reads at every start.</summary>
public static class RabbitMQDefinitions
{
    private const string InContainer = "/etc/rabbitmq/definitions.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Gives the broker these accounts and no others.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="home">Where the file with the accounts is kept; it holds salted hashes, no passwords.</param>
    /// <param name="accounts">The accounts; one of them must be the resource's own.</param>
    /// <param name="policies">Limits on queues.</param>
    /// <remarks>RabbitMQ documentation, "Schema Definition Export and Import" and "Credentials and Passwords".</remarks>
    public static IResourceBuilder<RabbitMQServerResource> WithAccounts(
        this IResourceBuilder<RabbitMQServerResource> broker, Home home, IReadOnlyList<BrokerAccount> accounts, params IReadOnlyList<BrokerPolicy> policies)
    {
        ArgumentNullException.ThrowIfNull(broker);
        ArgumentNullException.ThrowIfNull(home);
        if (!broker.ApplicationBuilder.ExecutionContext.IsRunMode)
            return broker;

        const string name = "broker-accounts.json";
        broker.ApplicationBuilder.Eventing.Subscribe<BeforeStartEvent>(async (_, ct) => home.Write(name, await Write(accounts, policies, ct)));
        return broker
            .WithAnnotation(new RabbitMQDefinitionsAnnotation(home.At(name)))
            .WithContainerFiles("/etc/rabbitmq", async (_, ct) =>
            [
                new ContainerFile { Name = "definitions.json", Contents = await Write(accounts, policies, ct) },
                new ContainerDirectory { Name = "conf.d", Entries = [new ContainerFile { Name = "20-accounts.conf", Contents = $"load_definitions = {InContainer}\n" }] },
            ]);
    }

    private static async Task<string> Write(IReadOnlyList<BrokerAccount> accounts, IReadOnlyList<BrokerPolicy> policies, CancellationToken ct)
    {
        const string vhost = "/";
        var users = new List<object>();
        foreach (var account in accounts)
            users.Add(User(account, await account.Password.GetValueAsync(ct) ?? throw new DistributedApplicationException($"The account {account.User} of the broker has no password.")));
        return JsonSerializer.Serialize(new
        {
            vhosts = new[] { new { name = vhost } },
            users,
            permissions = accounts.Select(account => new { account.User, vhost, account.Configure, account.Write, account.Read }),
            topic_permissions = accounts.SelectMany(account => account.Topics.Select(topic => new { account.User, vhost, topic.Exchange, topic.Write, Read = ".*" })),
            policies = policies.Select(policy => new Dictionary<string, object>
            {
                ["name"] = policy.Name, ["vhost"] = vhost, ["pattern"] = policy.Pattern, ["apply-to"] = "queues", ["priority"] = 0, ["definition"] = policy.Definition,
            }),
        }, Json);
    }

    private static object User(BrokerAccount account, string password) =>
        new { name = account.User, password_hash = Hash(password), hashing_algorithm = "rabbit_password_hashing_sha256", tags = account.Tags, limits = Limits(account) };

    private static Dictionary<string, int> Limits(BrokerAccount account) => new (string Name, int? Value)[] { ("max-connections", account.MaxConnections), ("max-channels", account.MaxChannels) }
        .Where(limit => limit.Value is not null).ToDictionary(limit => limit.Name, limit => limit.Value!.Value);

    // Four bytes of salt, then SHA-256 of salt and password.
    private static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(4);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(password)])]);
    }
}
