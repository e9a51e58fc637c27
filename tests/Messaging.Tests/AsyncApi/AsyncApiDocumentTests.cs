using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Meida.Contracts;
using Meida.Messaging.AsyncApi;

namespace Meida.Messaging.Tests.AsyncApi;

public sealed class AsyncApiDocumentTests
{
    private static readonly string Written = AsyncApiDocument.Write(
        XDocument.Load(Path.ChangeExtension(typeof(PublicEventAttribute).Assembly.Location, ".xml")));

    // MEIDA_UPDATE_GOLDEN=1 writes the file anew after a change of the contracts; the difference is then for review.
    [Fact]
    public void The_committed_document_is_what_the_contracts_say()
    {
        var file = Path.Combine(Contracts(), "asyncapi.json");
        if (Environment.GetEnvironmentVariable("MEIDA_UPDATE_GOLDEN") == "1")
            File.WriteAllText(file, Written);

        Assert.Equal(File.ReadAllText(file), Written);
    }

    [Fact]
    public void Every_public_event_is_in_it()
    {
        string[] keys =
        [
            "technician.changed", "ticket.assigned", "ticket.assignment-failed", "ticket.booked", "ticket.canceled", "ticket.completed",
            "ticket.confirmed", "ticket.receipt-uploaded", "ticket.rescheduled", "ticket.started",
        ];
        Assert.Equal(keys, JsonNode.Parse(Written)!["channels"]!.AsObject().Select(channel => channel.Key));
    }

    [Fact]
    public void What_is_internal_is_not_in_it()
    {
        Assert.DoesNotContain("sealedName", Written, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("uploadedBy", Written, StringComparison.OrdinalIgnoreCase);
    }

    // A reader of the last release must go on reading: nothing it knew may be gone or be of another type.
    [Fact]
    public void Nothing_the_last_release_had_is_gone_or_changed()
    {
        var released = Schemas(File.ReadAllText(Directory.GetFiles(Path.Combine(Contracts(), "releases"), "*.json").Order(StringComparer.Ordinal).Last()));
        var current = Schemas(Written);
        Assert.NotEmpty(released);

        foreach (var (property, type) in released)
            Assert.True(current.TryGetValue(property, out var now) && now == type, $"{property} was {type} and is {now ?? "gone"}.");
    }

    private static Dictionary<string, string> Schemas(string document) =>
        JsonNode.Parse(document)!["components"]!["schemas"]!.AsObject()
            .SelectMany(schema => schema.Value!["properties"]!.AsObject().Select(property =>
                ($"{schema.Key}.{property.Key}", $"{property.Value!["type"]?.ToJsonString()} {property.Value["format"]?.ToJsonString()}")))
            .ToDictionary(entry => entry.Item1, entry => entry.Item2);

    private static string Contracts([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../Contracts"));
}
