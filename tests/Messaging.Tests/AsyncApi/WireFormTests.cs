using Meida.Contracts;
using Meida.Messaging.AsyncApi;

namespace Meida.Messaging.Tests.AsyncApi;

/// <summary>One file an event in <c>Wire</c>, byte for byte what subscribers read.</summary>
public sealed class WireFormTests
{
    private static readonly string Folder = Path.Combine(AsyncApiDocumentTests.Contracts(), "../tests/Messaging.Tests/AsyncApi/Wire");

    public static TheoryData<string> Events => [.. PublicEvents().Select(type => CloudEvent.RoutingKey(type)!)];

    // MEIDA_UPDATE_GOLDEN=1 writes the files anew after a change of the contracts; the difference is then for review.
    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_is_written_as_its_file_says(string routingKey)
    {
        var written = PublicEventExamples.Write(PublicEvents().Single(type => CloudEvent.RoutingKey(type) == routingKey)) + "\n";
        var file = Path.Combine(Folder, routingKey + ".json");
        if (Environment.GetEnvironmentVariable("MEIDA_UPDATE_GOLDEN") == "1")
            File.WriteAllText(file, written);

        Assert.Equal(File.ReadAllText(file), written);
    }

    [Fact]
    public void Every_file_is_an_events() =>
        Assert.Equal(PublicEvents().Select(type => CloudEvent.RoutingKey(type)).Order(StringComparer.Ordinal),
            Directory.GetFiles(Folder).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    private static IEnumerable<Type> PublicEvents() => typeof(PublicEventAttribute).Assembly.GetExportedTypes().Where(type => CloudEvent.RoutingKey(type) is not null);
}
