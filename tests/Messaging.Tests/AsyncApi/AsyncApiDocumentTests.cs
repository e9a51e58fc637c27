using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Meida.Contracts;
using Meida.Messaging.AsyncApi;

namespace Meida.Messaging.Tests.AsyncApi;

public sealed class AsyncApiDocumentTests
{
    internal static readonly string Written = AsyncApiDocument.Write(
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
            "ticket.confirmed", "ticket.receipt-removed", "ticket.receipt-uploaded", "ticket.rescheduled", "ticket.returned", "ticket.started",
        ];
        Assert.Equal(keys, JsonNode.Parse(Written)!["channels"]!.AsObject().Select(channel => channel.Key));
    }

    [Fact]
    public void What_is_internal_is_not_in_it()
    {
        Assert.DoesNotContain("sealedName", Written, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("uploadedBy", Written, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("removedBy", Written, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("clientAddress", Written, StringComparison.OrdinalIgnoreCase);
    }

    internal static string Contracts([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../Contracts"));
}
