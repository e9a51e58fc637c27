using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Meida.Messaging.Tests.AsyncApi;

/// <summary>
/// What between two AsyncAPI documents would break a subscriber that was written against the first. A new event, and a new
/// property that need not be there, break nobody. A new property that must be there does: events from before the change
/// are replayed without it.
/// </summary>
internal static class ContractChanges
{
    // What a value is; descriptions and examples may change.
    private static readonly string[] Facts = ["type", "format", "pattern", "enum", "const", "items"];
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<string> Breaking(JsonNode released, JsonNode current)
    {
        var broken = new List<string>();
        foreach (var (key, channel) in Section(released, "channels"))
        {
            if (current["channels"]?[key] is not { } now)
            {
                broken.Add($"The event {key} is gone.");
                continue;
            }

            Same(broken, $"{key}: address", channel!["address"], now["address"]);
            foreach (var fact in (string[])["name", "type", "durable", "vhost"])
                Same(broken, $"{key}: exchange {fact}", channel["bindings"]?["amqp"]?["exchange"]?[fact], now["bindings"]?["amqp"]?["exchange"]?[fact]);
            var message = Message(released, channel);
            if (Message(current, now) is not { } messageNow)
            {
                broken.Add($"{key} has no message any more.");
                continue;
            }

            Same(broken, $"{key}: content type", message!["contentType"], messageNow["contentType"]);
            Schema(broken, key, released, message["payload"]!, current, messageNow["payload"]!);
        }

        return broken;
    }

    private static void Schema(List<string> broken, string path, JsonNode released, JsonNode schema, JsonNode current, JsonNode now)
    {
        schema = Resolved(released, schema);
        now = Resolved(current, now);
        foreach (var fact in Facts)
            Same(broken, $"{path}: {fact}", schema[fact], now[fact]);

        var properties = Section(schema, "properties");
        var (required, requiredNow) = (Required(schema), Required(now));
        foreach (var (name, property) in properties)
        {
            if (now["properties"]?[name] is not { } propertyNow)
                broken.Add($"{path}.{name} is gone.");
            else
                Schema(broken, $"{path}.{name}", released, property!, current, propertyNow);
            if (required.Contains(name) && !requiredNow.Contains(name))
                broken.Add($"{path}.{name} was always there and need not be any more.");
        }

        broken.AddRange(requiredNow.Except(required).Select(name => $"{path}.{name} is required now and was not."));
    }

    private static void Same(List<string> broken, string what, JsonNode? before, JsonNode? now)
    {
        if (!JsonNode.DeepEquals(before, now))
            broken.Add($"{what} was {Text(before)} and is {Text(now)}.");
    }

    private static string Text(JsonNode? node) => node?.ToJsonString(Readable) ?? "nothing";

    private static JsonNode? Message(JsonNode document, JsonNode channel) =>
        Section(channel, "messages").Select(message => Resolved(document, message.Value!)).SingleOrDefault();

    private static JsonNode Resolved(JsonNode document, JsonNode node)
    {
        if (node["$ref"]?.GetValue<string>() is not { } reference)
            return node;
        return reference.TrimStart('#', '/').Split('/').Aggregate(document, (at, name) => at[name] ?? throw new InvalidDataException($"{reference} leads nowhere."));
    }

    private static JsonObject Section(JsonNode node, string name) => node[name] as JsonObject ?? [];

    private static string[] Required(JsonNode schema) => [.. (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>())];
}
