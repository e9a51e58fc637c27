using System.Text.Json.Nodes;

namespace Meida.Messaging.Tests.AsyncApi;

/// <summary>A subscriber written against the last release goes on reading; the rules that say so do find what would stop it.</summary>
public sealed class ContractChangesTests
{
    private static readonly string Released = File.ReadAllText(
        Directory.GetFiles(Path.Combine(AsyncApiDocumentTests.Contracts(), "releases"), "*.json").MaxBy(file => Version.Parse(Path.GetFileNameWithoutExtension(file)))!);

    [Fact]
    public void Nothing_breaks_a_subscriber_of_the_last_release() =>
        Assert.Empty(ContractChanges.Breaking(JsonNode.Parse(Released)!, JsonNode.Parse(AsyncApiDocumentTests.Written)!));

    public static TheoryData<string, Action<JsonNode>> BreakingChanges => new()
    {
        { "The event ticket.booked is gone.", d => d["channels"]!.AsObject().Remove("ticket.booked") },
        { "ticket.booked: address was \"ticket.booked\" and is \"ticket.created\".", d => d["channels"]!["ticket.booked"]!["address"] = "ticket.created" },
        { "ticket.booked: exchange name was \"meida.events\" and is \"events\".", d => d["channels"]!["ticket.booked"]!["bindings"]!["amqp"]!["exchange"]!["name"] = "events" },
        { "ticket.booked has no message any more.", d => d["channels"]!["ticket.booked"]!["messages"]!.AsObject().Clear() },
        { "ticket.booked: content type was \"application/cloudevents+json\" and is \"application/json\".", d => Message(d)["contentType"] = "application/json" },
        { "ticket.booked.subject is gone.", d => Message(d)["payload"]!["properties"]!.AsObject().Remove("subject") },
        { "ticket.booked.data.productModel is gone.", d => Properties(d).Remove("productModel") },
        { "ticket.booked.data.version: type was \"integer\" and is \"string\".", d => Properties(d)["version"]!["type"] = "string" },
        { "ticket.booked.data.centerId: type was [\"string\",\"null\"] and is \"string\".", d => Properties(d)["centerId"]!["type"] = "string" },
        { "ticket.booked.data.appointmentDate: format was \"date\" and is nothing.", d => Properties(d)["appointmentDate"]!.AsObject().Remove("format") },
        { "ticket.booked.data.appointmentTime: pattern was \"^[0-2][0-9]:[0-5][0-9]$\" and is \"^.*$\".", d => Properties(d)["appointmentTime"]!["pattern"] = "^.*$" },
        { "ticket.booked.data.version was always there and need not be any more.", d => Required(d).RemoveAt(2) },
        {
            "ticket.booked.data.priority is required now and was not.", d =>
            {
                Properties(d)["priority"] = new JsonObject { ["type"] = "string" };
                Required(d).Add("priority");
            }
        },
    };

    [Theory]
    [MemberData(nameof(BreakingChanges))]
    public void A_change_that_breaks_is_found(string finding, Action<JsonNode> change)
    {
        var changed = JsonNode.Parse(Released)!;
        change(changed);

        Assert.Equal([finding], ContractChanges.Breaking(JsonNode.Parse(Released)!, changed));
    }

    [Fact]
    public void A_new_event_a_property_that_may_be_absent_and_better_words_break_nobody()
    {
        var changed = JsonNode.Parse(Released)!;
        changed["channels"]!["ticket.reopened"] = changed["channels"]!["ticket.booked"]!.DeepClone();
        Properties(changed)["priority"] = new JsonObject { ["type"] = "string" };
        Properties(changed)["version"]!["description"] = "Grows.";

        Assert.Empty(ContractChanges.Breaking(JsonNode.Parse(Released)!, changed));
    }

    private static JsonNode Message(JsonNode document) => document["components"]!["messages"]!["TicketBooked"]!;

    private static JsonObject Properties(JsonNode document) => document["components"]!["schemas"]!["TicketBooked"]!["properties"]!.AsObject();

    private static JsonArray Required(JsonNode document) => document["components"]!["schemas"]!["TicketBooked"]!["required"]!.AsArray();
}
