using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Xml.Linq;
using Meida.Contracts;

namespace Meida.Messaging.AsyncApi;

/// <summary>
/// Describes the public events for other systems as an AsyncAPI 3.0 document, generated from the records in Contracts and
/// their XML documentation (asyncapi.com, specification 3.0.0; AMQP bindings 0.3.0).
/// </summary>
public static class AsyncApiDocument
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = CloudEvent.Json.Encoder };

    /// <summary>Writes the document.</summary>
    /// <param name="xmlDocumentation">The XML documentation file of Contracts.</param>
    /// <returns>JSON, indented, ending with a line break; the same for the same contracts.</returns>
    public static string Write(XDocument xmlDocumentation)
    {
        var events = typeof(PublicEventAttribute).Assembly.GetExportedTypes()
            .Where(type => CloudEvent.RoutingKey(type) is not null)
            .OrderBy(CloudEvent.RoutingKey, StringComparer.Ordinal)
            .ToArray();

        var document = new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Meida.Aspire events",
                ["version"] = "1.0.0",
                ["description"] =
                    "Public events of Meida.Aspire: CloudEvents 1.0 in structured mode on the durable topic exchange meida.events. "
                    + "Delivery is at least once: de-duplicate by id. Events on one ticket may overtake each other: data.version orders them. "
                    + "No event holds personal data. Within a major version changes only add.",
            },
            ["defaultContentType"] = CloudEvent.ContentType,
            ["servers"] = new JsonObject
            {
                ["broker"] = new JsonObject
                {
                    ["host"] = "localhost:5672",
                    ["protocol"] = "amqp",
                    ["protocolVersion"] = "0.9.1",
                    ["description"] = "RabbitMQ; the account 'subscriber' may read meida.events and own queues named ext.*.",
                },
            },
            ["channels"] = Map(events, type => (CloudEvent.RoutingKey(type)!, Channel(type))),
            ["operations"] = Map(events, type => ($"publish{type.Name}", Operation(type))),
            ["components"] = new JsonObject
            {
                ["messages"] = Map(events, type => (type.Name, Message(type, xmlDocumentation))),
                ["schemas"] = Map(events, type => (type.Name, (JsonNode)Schema(type, xmlDocumentation))),
            },
        };
        return document.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Map(IEnumerable<Type> types, Func<Type, (string Name, JsonNode Value)> entry) =>
        new(types.Select(entry).Select(pair => KeyValuePair.Create(pair.Name, (JsonNode?)pair.Value)));

    private static JsonObject Channel(Type type) => new()
    {
        ["address"] = CloudEvent.RoutingKey(type),
        ["messages"] = new JsonObject { [type.Name] = Reference("messages", type.Name) },
        ["bindings"] = new JsonObject
        {
            ["amqp"] = new JsonObject
            {
                ["is"] = "routingKey",
                ["exchange"] = new JsonObject
                {
                    ["name"] = "meida.events",
                    ["type"] = "topic",
                    ["durable"] = true,
                    ["autoDelete"] = false,
                    ["vhost"] = "/",
                },
                ["bindingVersion"] = "0.3.0",
            },
        },
    };

    private static JsonObject Operation(Type type) => new()
    {
        ["action"] = "send",
        ["channel"] = new JsonObject { ["$ref"] = $"#/channels/{CloudEvent.RoutingKey(type)}" },
        ["messages"] = new JsonArray(new JsonObject { ["$ref"] = $"#/channels/{CloudEvent.RoutingKey(type)}/messages/{type.Name}" }),
    };

    private static JsonObject Message(Type type, XDocument documentation) => new()
    {
        ["name"] = type.Name,
        ["title"] = CloudEvent.RoutingKey(type),
        ["summary"] = Summary(type, documentation),
        ["contentType"] = CloudEvent.ContentType,
        ["payload"] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("specversion", "id", "type", "source", "time", "data"),
            ["properties"] = new JsonObject
            {
                ["specversion"] = new JsonObject { ["const"] = "1.0" },
                ["id"] = new JsonObject { ["type"] = "string", ["format"] = "uuid" },
                ["type"] = new JsonObject { ["const"] = CloudEvent.RoutingKey(type) },
                ["source"] = new JsonObject { ["type"] = "string", ["format"] = "uri-reference" },
                ["time"] = new JsonObject { ["type"] = "string", ["format"] = "date-time" },
                ["subject"] = new JsonObject { ["type"] = "string" },
                ["traceparent"] = new JsonObject { ["type"] = "string" },
                ["datacontenttype"] = new JsonObject { ["const"] = "application/json" },
                ["data"] = Reference("schemas", type.Name),
            },
        },
        ["examples"] = new JsonArray(new JsonObject { ["name"] = "example", ["payload"] = JsonNode.Parse(PublicEventExamples.Write(type)) }),
    };

    private static JsonObject Schema(Type type, XDocument documentation)
    {
        var schema = CloudEvent.Json.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true }).AsObject();
        foreach (var (name, property) in schema["properties"]!.AsObject())
        {
            // Converters hide what they write; these are the forms of CloudEvent.Json.
            var clr = type.GetProperties().Single(candidate => string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase));
            var described = Nullable.GetUnderlyingType(clr.PropertyType) ?? clr.PropertyType;
            var node = property as JsonObject ?? [];
            if (described == typeof(TimeOnly))
                (node["type"], node["pattern"]) = (TypeOf(clr, "string"), "^[0-2][0-9]:[0-5][0-9]$");
            else if (described == typeof(DateTimeOffset))
                (node["type"], node["format"]) = (TypeOf(clr, "string"), "date-time");
            if (Parameter(type, clr.Name, documentation) is { } description)
                node["description"] = description;
            if (!ReferenceEquals(node, property))
                schema["properties"]![name] = node;
        }

        return schema;
    }

    private static JsonNode TypeOf(PropertyInfo property, string type) =>
        Nullable.GetUnderlyingType(property.PropertyType) is null ? type : new JsonArray(type, "null");

    private static JsonObject Reference(string kind, string name) => new() { ["$ref"] = $"#/components/{kind}/{name}" };

    private static string Summary(Type type, XDocument documentation) =>
        Text(Member(type, documentation).Element("summary")) ?? throw new InvalidOperationException($"{type.Name} has no XML documentation.");

    private static string? Parameter(Type type, string name, XDocument documentation) =>
        Text(Member(type, documentation).Elements("param").FirstOrDefault(element => (string?)element.Attribute("name") == name));

    private static XElement Member(Type type, XDocument documentation) =>
        documentation.Descendants("member").FirstOrDefault(member => (string?)member.Attribute("name") == $"T:{type.FullName}")
        ?? throw new InvalidOperationException($"{type.Name} has no XML documentation.");

    private static string? Text(XElement? element) =>
        element is null ? null : string.Join(' ', element.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
