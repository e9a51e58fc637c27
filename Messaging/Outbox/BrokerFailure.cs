using System.Net.Sockets;
using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Meida.Messaging;

/// <summary>Tells a broker that is away from a message it will not take.</summary>
static class BrokerFailure
{
    public static bool Is(Exception failure) => failure switch
    {
        // The broker answered, and the answer was no (404, 406, …): that is the message's fault.
        OperationInterruptedException { ShutdownReason: { Initiator: ShutdownInitiator.Peer, ReplyCode: >= 400 and < 500 } } => false,
        RabbitMQ.Client.Exceptions.PublishException => false,
        OperationCanceledException or TimeoutException or IOException or SocketException => true,
        RabbitMQClientException or ConnectionException or TransportException => true,
        { InnerException: { } inner } => Is(inner),
        _ => false,
    };
}
