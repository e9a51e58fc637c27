using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Faults;

/// <summary>Whatever the order and the number of the deliveries, all services end where one delivery in order leads.</summary>
[Collection(SystemCollection.Name)]
public sealed class DisorderTests(RunningSystem system, ITestOutputHelper output)
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(60);
    private static readonly int[] Seeds = [1, 2, 3];

    [Fact]
    public async Task Every_message_three_times_and_out_of_order_leads_to_the_same_state()
    {
        using var admin = await Client.SignIn(system.Gateway, "admin");
        var story = new TicketStories(system, admin);
        var lettersBefore = await system.Run.DeadLetters();

        var inOrder = await story.Play();
        await Eventually.Is(async () => Assert.Equal(TicketStories.Endings, await story.Read(inOrder)), Settled);
        var overtaken = 0;
        foreach (var seed in Seeds)
        {
            await using var confusion = await Confusion.Begin(system.Run, seed);
            var tickets = await story.Play();
            await confusion.End();

            await Eventually.Is(async () => Assert.Equal(TicketStories.Endings, await story.Read(tickets)), Settled);
            Assert.True(confusion.Overtaken > 5, $"Only {confusion.Overtaken} messages were overtaken: nothing was tried.");
            overtaken += confusion.Overtaken;
        }

        output.WriteLine($"disorder test: every message 3 times, {overtaken} overtaken, {Seeds.Length} seeds, the same state");
        Assert.Equal(lettersBefore, await system.Run.DeadLetters());
    }
}
