using System.Net;
using System.Text.Json.Nodes;
using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Pages;

/// <summary>The pages' types are made from a document in the repository: it must be the one the services serve.</summary>
[Collection(SystemCollection.Name)]
public sealed class ApiTypesTests(RunningSystem system)
{
    // As web/scripts/api-types.mjs: words change no type.
    private static readonly string[] Wording = ["description", "summary", "title", "tags", "servers"];

    [Fact]
    public async Task The_document_of_the_pages_is_the_one_the_services_serve()
    {
        using var client = Client.Anonymous(system.Gateway);
        var kept = Parts(JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "web", "openapi", "v1.json")))!);
        Assert.NotEmpty(kept);
        // A service that answers late is missing from the document for some seconds.
        await Eventually.Is(async () =>
        {
            var served = Parts((await client.Get("/openapi/v1.json")).Is(HttpStatusCode.OK).Json);
            var different = kept.Keys.Union(served.Keys).Where(name => !JsonNode.DeepEquals(kept.GetValueOrDefault(name), served.GetValueOrDefault(name))).Order().ToArray();
            Assert.True(different.Length == 0, $"web/openapi/v1.json is not what the services serve in {string.Join(", ", different)}: "
                + "start ./run, then npm --prefix web run api:types -- --from http://localhost:8000");
        }, TimeSpan.FromSeconds(40));
    }

    private static Dictionary<string, JsonNode?> Parts(JsonNode document) =>
        document["paths"]!.AsObject().Concat(document["components"]!["schemas"]!.AsObject()).ToDictionary(part => part.Key, part => Bare(part.Value));

    private static JsonNode? Bare(JsonNode? node) => node switch
    {
        JsonArray array => new JsonArray([.. array.Select(Bare)]),
        JsonObject record => new JsonObject(record
            .Where(part => !(Wording.Contains(part.Key) && (part.Value is JsonArray || part.Value?.GetValueKind() == System.Text.Json.JsonValueKind.String)))
            .Select(part => KeyValuePair.Create(part.Key, Bare(part.Value)))),
        _ => node?.DeepClone(),
    };
}
