using Microsoft.Extensions.Configuration;

namespace Meida.Messaging.Tests;

public sealed class EventReplayTests
{
    [Theory]
    [InlineData("ext.demo.tickets", true)]
    [InlineData("ext.demo.tickets.v2", true)]
    [InlineData("ext.demo", false)]
    [InlineData("ext..tickets", false)]
    [InlineData("Ext.demo.tickets", false)]
    [InlineData("tickets-booking-submitted", false)]
    [InlineData("ext.demo.tickets\n", false)]
    [InlineData(null, false)]
    public void Only_queues_of_other_systems_are_filled(string? queue, bool theirs) => Assert.Equal(theirs, EventReplay.IsSubscriberQueue(queue));

    [Fact]
    public async Task A_broker_that_is_away_is_said()
    {
        var nobody = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:messaging", "amqp://a:b@127.0.0.1:1")]).Build();

        var fault = await Assert.ThrowsAsync<ReplayException>(() => new EventReplay(nobody).Send("ext.demo.tickets", AsyncEnumerable.Empty<string>(), CancellationToken.None));

        Assert.Equal((ReplayFault.BrokerAway, 0), (fault.Fault, fault.Sent));
    }
}
