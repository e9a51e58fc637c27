using System.Reflection;
using Meida.Contracts;

namespace Meida.Messaging.AsyncApi;

/// <summary>
/// One example of every public event, the same on every run: the document shows them, and the tests hold the wire form
/// to them.
/// </summary>
public static class PublicEventExamples
{
    /// <summary>The example of an event, as it travels.</summary>
    /// <param name="type">A record with <see cref="PublicEventAttribute"/>.</param>
    /// <exception cref="NotSupportedException">A property has a type that has no example value yet.</exception>
    public static string Write(Type type) => (string)typeof(PublicEventExamples)
        .GetMethod(nameof(WriteExample), BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(type)
        .Invoke(null, null)!;

    private static string WriteExample<T>()
        where T : class =>
        CloudEvent.Write((T)Example(typeof(T)), Id(1), CloudEvent.RoutingKey(typeof(T))!, activity: null);

    private static object Example(Type type)
    {
        var constructor = type.GetConstructors().Single(candidate => candidate.GetParameters() is [var first, ..] && first.ParameterType != type);
        return constructor.Invoke([.. constructor.GetParameters().Select((parameter, position) => Value(parameter, position))]);
    }

    private static object Value(ParameterInfo parameter, int position)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type switch
        {
            _ when type == typeof(Guid) => Id(position + 2),
            _ when type == typeof(string) => Text(parameter.Name!),
            _ when type == typeof(int) => 3,
            _ when type == typeof(long) => 245_760L,
            _ when type == typeof(bool) => true,
            _ when type == typeof(DateOnly) => new DateOnly(2026, 11, 24),
            _ when type == typeof(TimeOnly) => new TimeOnly(9, 30),
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero),
            _ => throw new NotSupportedException($"{parameter.Member.DeclaringType!.Name}.{parameter.Name} has no example value."),
        };
    }

    private static string Text(string name) => name switch
    {
        "TicketNo" => "TK0A1B2C3D",
        "ProductModel" => "JZT-7B13",
        "Reason" => "no-technician-available",
        "Type" => "RECEIPT",
        "ContentType" => "image/jpeg",
        "ChecksumSha256" => new string('a', 64),
        _ => "…",
    };

    private static Guid Id(int number) => new($"0192f5a0-0000-7000-8000-{number:x12}");
}
