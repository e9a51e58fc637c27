using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Meida.Messaging;

/// <summary>How every queue is declared and read.</summary>
static class ReceiveEndpoints
{
    /// <summary>
    /// RabbitMQ 4 counts redeliveries of a quorum queue and drops the message after 20; older brokers never do. One
    /// explicit number for both, high enough that no series of crashes reaches it.
    /// </summary>
    /// <remarks>RabbitMQ documentation, "Quorum Queues: Poison Message Handling".</remarks>
    const int DeliveryLimit = 1000;

    public static void Configure<TDb>(IRegistrationContext context, IReceiveEndpointConfigurator endpoint, bool inGroups) where TDb : DbContext
    {
        var options = context.GetRequiredService<IOptions<MessagingOptions>>().Value;
        endpoint.PrefetchCount = inGroups ? options.Group : options.Prefetch;
        endpoint.ConcurrentMessageLimit = inGroups ? options.Group : options.Concurrency;
        if (endpoint is IRabbitMqReceiveEndpointConfigurator queue)
        {
            queue.SetQuorumQueue();
            queue.SetQueueArgument("x-delivery-limit", DeliveryLimit);
        }

        // Outside the inbox: each try has a new scope, a new database context and a new transaction.
        // A database that is away is waited for, so that its restart fills no error queue.
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(IsTransient);
            retry.Exponential(200, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200));
        });
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(e => !IsTransient(e));
            retry.Intervals(50, 100, 200, 400, 800, 1600);
        });
        InboxConfiguration<TDb>.Use(endpoint, context);
    }

    /// <summary>Whether the database was away, which is the fault of no message.</summary>
    public static bool IsTransient(Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure } => false,
        NpgsqlException { IsTransient: true } => true,
        { InnerException: { } inner } => IsTransient(inner),
        _ => false,
    };
}
