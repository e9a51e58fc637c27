using System.Reflection;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.RabbitMqTransport.Configuration;

namespace Meida.Messaging;

/// <summary>
/// Reconnects within seconds, for ever. MassTransit's own policy pauses 3 to 30 seconds, never starts over after a
/// success, and gives a queue up for good on an exception it does not know, as a broker in the middle of its start may
/// cause. The policy has no setter; the property's field is set, and a version without it refuses to start.
/// </summary>
static class Reconnect
{
    static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    public static void Quickly(IRabbitMqBusFactoryConfigurator rabbit)
    {
        const BindingFlags hidden = BindingFlags.Instance | BindingFlags.NonPublic;
        var host = rabbit.GetType().GetFields(hidden).Select(f => f.GetValue(rabbit)).OfType<IRabbitMqHostConfiguration>().FirstOrDefault();
        var policy = host?.GetType().GetField($"<{nameof(IHostConfiguration.ReceiveTransportRetryPolicy)}>k__BackingField", hidden)
            ?? throw new InvalidOperationException("This MassTransit keeps its reconnect policy elsewhere.");
        policy.SetValue(host, Retry.CreatePolicy(retry =>
        {
            retry.Handle<Exception>();
            // The broker is there and has answered: it says nothing about the connection.
            retry.Ignore<MessageReturnedException>();
            retry.Exponential(1000, Shortest, Longest, Shortest);
        }));
    }
}
