namespace Meida.Messaging;

/// <summary>
/// For a consumer that only reads and responds. It gets no inbox, no transaction and no outbox: its answer leaves at once.
/// Such a consumer must not write, publish or send anything that matters.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AnswersDirectlyAttribute : Attribute;
