using MassTransit;
using MassTransit.Clients;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using MassTransit.Transports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Meida.Messaging;

/// <summary>
/// What <see cref="IPublishEndpoint"/>, <see cref="ISendEndpointProvider"/> and request clients are in a scope that is not
/// consuming a message: publishing and sending write rows, requests go straight out.
/// </summary>
sealed class OutboxScopedBus<TDb>(IBus bus, TDb db, IClientFactory clients, TimeSpan requestTimeout, IServiceProvider services)
    : ScopedBusContext, OutboxSendContext
    where TDb : DbContext
{
    ISendEndpointProvider? _send;
    IPublishEndpoint? _publish;
    IScopedClientFactory? _clients;

    public ISendEndpointProvider SendEndpointProvider => _send ??= new OutboxSendEndpointProvider(this, bus);

    public IPublishEndpoint PublishEndpoint => _publish ??= new PublishEndpoint(new OutboxPublishEndpointProvider(this, bus));

    // A request waits for its answer, so it cannot wait for a commit.
    public IScopedClientFactory ClientFactory => _clients ??= new BoundedClientFactory(
        new ScopedClientFactory(new ClientFactory(new ScopedClientFactoryContext(clients, services)), null), requestTimeout);

    public Task AddSend<T>(SendContext<T> context) where T : class
    {
        OutboxRows.Capture(db, context);
        return Task.CompletedTask;
    }

    public object? GetService(Type serviceType) => services.GetService(serviceType);
}

/// <summary>Gives a scope the consumer's context when it has one, and the outbox otherwise.</summary>
sealed class OutboxScopedBusProvider<TDb>(
    IBus bus, Bind<IBus, IClientFactory> clients, Bind<IBus, IScopedConsumeContextProvider> consuming, IOptions<MessagingOptions> options,
    IServiceProvider services) : IScopedBusContextProvider<IBus>
    where TDb : DbContext
{
    public ScopedBusContext Context { get; } = consuming.Value.HasContext
        ? new ConsumeContextScopedBusContext(consuming.Value.GetContext(), clients.Value)
        : new OutboxScopedBus<TDb>(bus, services.GetRequiredService<TDb>(), clients.Value, options.Value.RequestTimeout, services);
}
