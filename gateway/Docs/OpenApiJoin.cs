using System.Globalization;
using System.Text.Json.Nodes;

namespace Meida.Gateway.Docs;

/// <summary>Puts one OpenAPI document into another. Two different schemas of one name get their service's name in front.</summary>
internal static class OpenApiJoin
{
    private const string SchemaReference = "#/components/schemas/";

    // Paths that are a service's own business.
    private static readonly string[] NotRouted = ["/internal", "/health", "/alive", "/openapi"];

    private static readonly string[] WithoutSignIn =
        ["/api/public/", "/api/auth/login", "/api/auth/token", "/.well-known/", "/health", "/alive"];

    public static void Add(JsonObject joined, string service, JsonObject part)
    {
        AddSchemas(joined, service, part);

        var paths = Section(joined, "paths");
        foreach (var (path, item) in Section(part, "paths").ToArray())
        {
            if (!NotRouted.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal)) && !paths.ContainsKey(path))
                paths[path] = item?.DeepClone();
        }
        AddTags(joined, part);
    }

    /// <summary>What the document says as a whole: where it is served, and how to sign in.</summary>
    public static void Finish(JsonObject joined)
    {
        joined["info"] = new JsonObject
        {
            ["title"] = "Meida.Aspire",
            ["version"] = "v1",
            ["description"] = "Booking, tickets, technicians and receipts, all through the gateway.",
        };
        joined["servers"] = new JsonArray(new JsonObject { ["url"] = "/" });
        Section(joined, "components")["securitySchemes"] = new JsonObject
        {
            ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT", ["description"] = "From POST /api/auth/token." },
            ["session"] = new JsonObject
            {
                ["type"] = "apiKey",
                ["in"] = "cookie",
                ["name"] = "meida",
                ["description"] = "From POST /api/auth/login (`__Host-meida` over https). Unsafe methods also need the header `X-CSRF: 1`.",
            },
        };
        joined["security"] = new JsonArray(Requirement("bearer"), Requirement("session"));

        var paths = Section(joined, "paths");
        paths["/health"] = HealthPath("Ready: everything the gateway needs answers.");
        paths["/alive"] = HealthPath("The process answers.");
        foreach (var (path, item) in paths)
        {
            if (!WithoutSignIn.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal)))
                continue;
            foreach (var (_, operation) in item!.AsObject())
            {
                if (operation is JsonObject described)
                    described["security"] = new JsonArray();
            }
        }
    }

    private static void AddSchemas(JsonObject joined, string service, JsonObject part)
    {
        var schemas = Section(Section(joined, "components"), "schemas");
        var own = Section(Section(part, "components"), "schemas").ToArray();
        var taken = own
            .Where(schema => schemas[schema.Key] is { } known && !JsonNode.DeepEquals(known, schema.Value))
            .ToDictionary(schema => schema.Key, schema => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(service) + schema.Key);
        if (taken.Count > 0)
            Rename(part, taken);

        foreach (var (name, schema) in Section(Section(part, "components"), "schemas").ToArray())
            schemas[taken.GetValueOrDefault(name, name)] = schema?.DeepClone();
    }

    private static void Rename(JsonNode? node, Dictionary<string, string> names)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                Rename(item, names);
        }
        if (node is not JsonObject members)
            return;

        foreach (var (key, value) in members.ToArray())
        {
            if (key == "$ref" && value?.GetValue<string>() is { } target && target.StartsWith(SchemaReference, StringComparison.Ordinal)
                && names.TryGetValue(target[SchemaReference.Length..], out var name))
                members[key] = SchemaReference + name;
            else
                Rename(value, names);
        }
    }

    private static void AddTags(JsonObject joined, JsonObject part)
    {
        if (part["tags"] is not JsonArray tags)
            return;
        if (joined["tags"] is not JsonArray known)
            joined["tags"] = known = [];
        foreach (var tag in tags)
        {
            if (!known.Any(other => JsonNode.DeepEquals(other?["name"], tag?["name"])))
                known.Add(tag?.DeepClone());
        }
    }

    private static JsonObject Section(JsonObject of, string name)
    {
        if (of[name] is JsonObject section)
            return section;
        of[name] = section = [];
        return section;
    }

    private static JsonObject Requirement(string scheme) => new() { [scheme] = new JsonArray() };

    private static JsonObject HealthPath(string summary) => new()
    {
        ["get"] = new JsonObject
        {
            ["tags"] = new JsonArray("Health"),
            ["summary"] = summary,
            ["responses"] = new JsonObject
            {
                ["200"] = new JsonObject { ["description"] = "Yes." },
                ["503"] = new JsonObject { ["description"] = "No." },
            },
        },
    };
}
