namespace Meida.Contracts;

/// <summary>
/// Marks a message that carries what nobody could tell again: it waits with its sender until a queue is bound to its
/// exchange. An exchange drops what no queue is bound to, as on a broker that was replaced by an empty one.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsReceiverAttribute : Attribute;
