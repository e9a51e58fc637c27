using System.Reflection;
using MassTransit;
using MassTransit.Configuration;

namespace Meida.Messaging;

/// <summary>Puts the inbox in front of every consumer and saga of an endpoint, except the consumers that answer directly and those with a group's inbox.</summary>
sealed class InboxConfiguration<TDb>(OutboxConsumePipeSpecificationObserver<TDb> inbox) : IConsumerConfigurationObserver
    where TDb : class
{
    public static void Use(IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        var inbox = new OutboxConsumePipeSpecificationObserver<TDb>(endpoint, context);
        endpoint.ConnectConsumerConfigurationObserver(new InboxConfiguration<TDb>(inbox));
        endpoint.ConnectSagaConfigurationObserver(inbox);
    }

    public void ConsumerConfigured<TConsumer>(IConsumerConfigurator<TConsumer> configurator) where TConsumer : class
        => inbox.ConsumerConfigured(configurator);

    public void ConsumerMessageConfigured<TConsumer, TMessage>(IConsumerMessageConfigurator<TConsumer, TMessage> configurator)
        where TConsumer : class where TMessage : class
    {
        if (!typeof(TConsumer).IsDefined(typeof(AnswersDirectlyAttribute)) && !typeof(TConsumer).IsDefined(typeof(HandledInGroupsAttribute)))
            inbox.ConsumerMessageConfigured(configurator);
    }
}
