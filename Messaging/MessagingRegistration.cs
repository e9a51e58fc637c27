using MassTransit;
using MassTransit.DependencyInjection;
using MassTransit.Logging;
using MassTransit.Middleware;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using RabbitMQ.Client;

namespace Meida.Messaging;

/// <summary>Messages between the services: RabbitMQ, with outbox and inbox in the service's own database.</summary>
public static class MessagingRegistration
{
    /// <summary>
    /// Connects the service to the broker of <c>ConnectionStrings:messaging</c>
    /// (<c>amqp://user:password@host:port/vhost</c>). Queues are named <c>&lt;service&gt;-&lt;consumer&gt;</c>, exchanges as
    /// <see cref="EntityNames"/> says. The host starts, and serves HTTP, with the broker down; the bus connects when it can.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="service">Its name: the prefix of its queues.</param>
    /// <param name="configure">Consumers, sagas and request clients.</param>
    public static IHostApplicationBuilder AddMessaging<TDb>(
        this IHostApplicationBuilder builder, string service, Action<IBusRegistrationConfigurator> configure)
        where TDb : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<MessagingOptions>(builder.Configuration.GetSection("Messaging"));
        builder.Services.AddOutbox<TDb>();
        builder.Services.AddOperations();
        builder.Services.AddMassTransit(x =>
        {
            x.DisableUsageTelemetry();
            x.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(service, includeNamespace: false));
            x.ConfigureHealthCheckOptions(health =>
            {
                health.Name = "broker";
                health.MinimalFailureStatus = HealthStatus.Unhealthy;
            });
            configure(x);
            x.Replace(ServiceDescriptor.Scoped<IScopedBusContextProvider<IBus>, OutboxScopedBusProvider<TDb>>());
            x.AddConfigureEndpointsCallback((context, queue, endpoint) =>
            {
                context.GetRequiredService<OwnQueues>().Add(queue);
                ReceiveEndpoints.Configure<TDb>(context, endpoint, context.GetServices<GroupedQueue>().Any(grouped => grouped.Name == queue));
            });
            x.UsingRabbitMq((context, rabbit) => ConfigureBus(builder.Configuration, service, context, rabbit));
        });
        // After MassTransit's own, so that they are stopped before it: delivery needs the bus.
        builder.Services.AddHostedService<OutboxDelivery<TDb>>();
        builder.Services.AddHostedService<OutboxWatch<TDb>>();
        builder.Services.AddHostedService<InboxCleanup<TDb>>();
        builder.Services.AddHostedService<DeadLetterWatch>();
        builder.Services.AddHostedService<BrokerWatch>();
        // It repeats itself for every queue and every try while the broker is away; BrokerWatch says it once. Telemetry gets all.
        builder.Logging.AddFilter<ConsoleLoggerProvider>("MassTransit", LogLevel.Critical);
        builder.Logging.AddFilter<ConsoleLoggerProvider>("MassTransit.ReceiveTransport", LogLevel.Warning);
        builder.Logging.AddFilter<ConsoleLoggerProvider>("MassTransit.Messages", LogLevel.Warning);
        builder.Services.Configure<MassTransitHostOptions>(host =>
        {
            host.WaitUntilStarted = false;
            host.StopTimeout = TimeSpan.FromSeconds(15);
            host.ConsumerStopTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.AddHealthChecks()
            .AddCheck<OutboxHealthCheck>("outbox", tags: ["ready"])
            .AddCheck<DeadLetterHealthCheck>("dead-letters", tags: ["ready"]);
        builder.Services.AddOpenTelemetry()
            .WithTracing(traces => traces.AddSource(DiagnosticHeaders.DefaultListenerName))
            .WithMetrics(metrics => metrics.AddMeter(MessagingMetrics.MeterName));
        return builder;
    }

    /// <summary>Registers a consumer that is <see cref="HandledInGroupsAttribute">handled in groups</see>, with its handler.</summary>
    /// <typeparam name="TConsumer">The consumer.</typeparam>
    /// <typeparam name="TDb">The service's context.</typeparam>
    /// <typeparam name="TWork">What a message says, as the consumer hands it on.</typeparam>
    /// <typeparam name="THandler">Who does it.</typeparam>
    /// <param name="bus">The registration.</param>
    public static void AddGroupConsumer<TConsumer, TDb, TWork, THandler>(this IBusRegistrationConfigurator bus)
        where TConsumer : class, IConsumer
        where TDb : DbContext
        where THandler : class, IGroupHandler<TWork>
    {
        ArgumentNullException.ThrowIfNull(bus);
        bus.AddConsumer<TConsumer>();
        bus.TryAddScoped<THandler>();
        bus.AddSingleton<GroupInbox<TDb, TWork, THandler>>();
        bus.AddSingleton(services => new GroupedQueue(services.GetRequiredService<IEndpointNameFormatter>().Consumer<TConsumer>()));
    }

    static void AddOutbox<TDb>(this IServiceCollection services) where TDb : DbContext
    {
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton(new OutboxClock(TimeProvider.System));
        services.AddSingleton<OutboxCommitInterceptor>();
        services.AddSingleton<MessagingMetrics>();
        services.AddSingleton<Outbox>();
        services.ConfigureDbContext<TDb>((provider, db) => db.AddInterceptors(provider.GetRequiredService<OutboxCommitInterceptor>()));
        services.AddScoped<IOutboxContextFactory<TDb>, Inbox<TDb>>();
        services.AddScoped(provider => new OutboxDesk(provider.GetRequiredService<TDb>(), provider.GetRequiredService<OutboxSignal>()));
    }

    static void AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<OwnQueues>();
        services.AddReceiveObserver(provider => provider.GetRequiredService<OwnQueues>());
        services.AddConsumeObserver<TicketNumberTag>();
        services.AddSingleton<OperatorConnection>();
        services.AddSingleton<DeadLetters>();
    }

    static void ConfigureBus(IConfiguration configuration, string service, IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit)
    {
        var address = BrokerAddress.Parse(configuration.GetConnectionString("messaging"));
        rabbit.Host(address.Uri, host =>
        {
            host.Username(address.User);
            host.Password(address.Password);
            // A broker that hangs is noticed after two missed beats.
            host.Heartbeat(TimeSpan.FromSeconds(10));
            host.RequestedConnectionTimeout(TimeSpan.FromSeconds(5));
        });
        // Where answers come to: of the service's own name, by which its account may have it.
        rabbit.OverrideDefaultBusEndpointQueueName($"{service}_bus_{NewId.NextGuid():N}");
        Reconnect.Quickly(rabbit);
        rabbit.MessageTopology.SetEntityNameFormatter(new EntityNames());
        rabbit.Message<PublicEventsExchange>(m => m.SetEntityName(EntityNames.PublicEvents));
        rabbit.Publish<PublicEventsExchange>(p => p.ExchangeType = "topic");
        rabbit.Publish<Contracts.ITicketEvent>(p => p.Exclude = true);
        rabbit.Publish<Fault>(p => p.Exclude = true);
        rabbit.DeployPublishTopology = true;
        rabbit.AutoStart = true;
        rabbit.UseFilter(new OutboxSchedulerFilter());
        rabbit.ConfigureEndpoints(context);
    }
}

/// <summary>
/// Never sent: it makes the bus declare <see cref="EntityNames.PublicEvents"/> at start, so that a subscriber can bind
/// before the first event. Public because MassTransit declares temporary exchanges for types that are not.
/// </summary>
public sealed class PublicEventsExchange;

/// <summary>Where and as whom to connect.</summary>
sealed record BrokerAddress(Uri Uri, string User, string Password)
{
    /// <summary>A connection of one's own, beside the bus.</summary>
    public ConnectionFactory Factory() => new()
    {
        Uri = new UriBuilder(Uri) { Scheme = Uri.Scheme == "rabbitmqs" ? "amqps" : "amqp", Port = Uri.Port }.Uri,
        UserName = User,
        Password = Password,
        AutomaticRecoveryEnabled = false,
        RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
    };

    public static BrokerAddress Parse(string? connectionString)
    {
        if (!Uri.TryCreate(connectionString, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
            throw new InvalidOperationException("ConnectionStrings:messaging must be set to amqp://user:password@host:port.");

        var login = uri.UserInfo.Split(':', 2);
        var host = new UriBuilder(uri) { Scheme = uri.Scheme == "amqps" ? "rabbitmqs" : "rabbitmq", UserName = "", Password = "", Port = uri.Port > 0 ? uri.Port : uri.Scheme == "amqps" ? 5671 : 5672 };
        return new(host.Uri,
            login[0].Length > 0 ? Uri.UnescapeDataString(login[0]) : "guest",
            login.Length > 1 ? Uri.UnescapeDataString(login[1]) : "guest");
    }
}
