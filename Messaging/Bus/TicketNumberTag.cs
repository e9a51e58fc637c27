using System.Diagnostics;
using System.Reflection;
using MassTransit;

namespace Meida.Messaging;

/// <summary>
/// Writes the number of the ticket that a message is about on the span that sends it (a request's, as a rule) and on the
/// one that handles it, so that a trace is found by the number an operator has on the telephone.
/// </summary>
sealed class TicketNumberTag : IConsumeObserver
{
    public const string Name = "meida.ticket_no";

    public static void Set<T>(T message) where T : class
    {
        if (Of<T>.TicketNo is { } read && Activity.Current is { IsAllDataRequested: true } span && read(message) is { Length: > 0 } number)
            span.SetTag(Name, number);
    }

    public Task PreConsume<T>(ConsumeContext<T> context) where T : class
    {
        Set(context.Message);
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context) where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception) where T : class => Task.CompletedTask;

    static class Of<T>
    {
        public static readonly Func<T, string?>? TicketNo =
            typeof(T).GetProperty("TicketNo", BindingFlags.Public | BindingFlags.Instance) is { PropertyType: var type } property && type == typeof(string)
                ? property.GetMethod!.CreateDelegate<Func<T, string?>>()
                : null;
    }
}
