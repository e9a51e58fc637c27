using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Meida.Hosting.Native;

/// <summary>A broker as one of its accounts reaches it.</summary>
/// <param name="name">The resource's name.</param>
/// <param name="account">The account.</param>
/// <param name="broker">The broker.</param>
public sealed class BrokerAccountResource(string name, BrokerAccount account, RabbitMQServerResource broker)
    : Resource(name), IResourceWithParent<RabbitMQServerResource>, IResourceWithConnectionString
{
    /// <summary>The account.</summary>
    public BrokerAccount Account { get; } = account;

    /// <summary>The broker.</summary>
    public RabbitMQServerResource Parent { get; } = broker;

    /// <summary><c>amqp://user:password@host:port</c>.</summary>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"amqp://{Account.User}:{Account.Password}@{Parent.PrimaryEndpoint.Property(EndpointProperty.HostAndPort)}");
}

/// <summary>Lets others reach a broker as one of its accounts.</summary>
public static class BrokerAccountExtensions
{
    /// <summary>Adds an account as what a project refers to; the broker itself hears of it by its definitions.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="account">The account; its password has no characters that an address must escape.</param>
    public static IResourceBuilder<BrokerAccountResource> AddAccount(this IResourceBuilder<RabbitMQServerResource> broker, BrokerAccount account)
    {
        ArgumentNullException.ThrowIfNull(broker);
        ArgumentNullException.ThrowIfNull(account);
        return broker.ApplicationBuilder.AddResource(new BrokerAccountResource($"{broker.Resource.Name}-{account.User}", account, broker.Resource))
            .WithInitialState(new CustomResourceSnapshot { ResourceType = "Account", State = KnownResourceStates.Running, Properties = [], IsHidden = true });
    }
}
