using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Meida.Contracts;

namespace Meida.Messaging;

/// <summary>
/// What other systems read of a <see cref="PublicEventAttribute"/> message: CloudEvents 1.0 in structured JSON mode
/// (CloudEvents specification 1.0, "JSON Event Format"; the AMQP binding puts the media type into content-type).
/// <c>traceparent</c> is the specification's "Distributed Tracing" extension.
/// </summary>
public static class CloudEvent
{
    /// <summary>The media type of the structured mode.</summary>
    public const string ContentType = "application/cloudevents+json";

    static readonly ConcurrentDictionary<Type, PublicEventAttribute?> Attributes = new();

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // Not embedded in HTML: Chinese text stays readable on the wire.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper), new HourAndMinute(), new UtcTime() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutInternal } },
    };

    /// <summary>The routing key on <c>meida.events</c>, or null when the type is not public.</summary>
    public static string? RoutingKey(Type message) => Attributes.GetOrAdd(message, t => t.GetCustomAttribute<PublicEventAttribute>())?.RoutingKey;

    /// <summary>The body for the topic exchange.</summary>
    public static string Write<T>(T message, Guid id, string type, Activity? activity) where T : class
    {
        var data = JsonSerializer.SerializeToElement(message, Json);
        return JsonSerializer.Serialize(new Envelope(
            "1.0", id, type, "/meida/" + EntityNames.Owner(typeof(T)), Time(message), Subject(data),
            activity is { IdFormat: ActivityIdFormat.W3C } ? activity.Id : null, "application/json", data), Json);
    }

    static DateTimeOffset Time<T>(T message) where T : class
        => typeof(T).GetProperty(nameof(ITicketEvent.OccurredAt))?.GetValue(message) is DateTimeOffset at ? at : TimeProvider.System.GetUtcNow();

    static string? Subject(JsonElement data)
    {
        foreach (var name in (ReadOnlySpan<string>)["ticketNo", "technicianId"])
        {
            if (data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                return value.GetString();
        }

        return null;
    }

    static void LeaveOutInternal(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].AttributeProvider?.IsDefined(typeof(InternalOnlyAttribute), inherit: true) == true)
                type.Properties.RemoveAt(i);
        }
    }

    sealed record Envelope(
        string Specversion, Guid Id, string Type, string Source, DateTimeOffset Time,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Subject,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Traceparent,
        string Datacontenttype, JsonElement Data);

    sealed class HourAndMinute : JsonConverter<TimeOnly>
    {
        public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => TimeOnly.ParseExact(reader.GetString()!, "HH:mm", null);

        public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options)
            => writer.WriteStringValue(value.ToString("HH:mm", null));
    }

    sealed class UtcTime : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
            => writer.WriteStringValue(value.UtcDateTime);
    }
}
