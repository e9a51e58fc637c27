using System.Text;
using Meida.EndToEnd.Running;
using Meida.Testing;
using RabbitMQ.Client;

namespace Meida.EndToEnd.Rights;

/// <summary>A service gets rid of what it cannot handle, and takes it back, with the rights of its own account.</summary>
[Collection(SystemCollection.Name)]
public sealed class PoisonTests(RunningSystem system)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("booking", "booking-ticket-progress", "", "{ nonsense")]
    [InlineData("tickets", "tickets-receipt-uploaded", "", "{ nonsense")]
    [InlineData("technicians", "technicians-release-reservation", "", "{ nonsense")]
    [InlineData("files", "files-ticket-access", "", "{ nonsense")]
    [InlineData("booking", "booking-ticket-progress", "Tickets:TicketStarted", null)]
    [InlineData("tickets", "tickets-receipt-uploaded", "Files:ReceiptUploaded", null)]
    [InlineData("technicians", "technicians-release-reservation", "Tickets:ReleaseReservation", null)]
    [InlineData("files", "files-ticket-access", "Tickets:TicketStarted", null)]
    public async Task What_it_cannot_handle_becomes_a_dead_letter_that_can_be_tried_again(string service, string queue, string type, string? body)
    {
        // Without an id no consumer takes it.
        body ??= $$$"""{"messageType": ["urn:message:Meida.Contracts.{{{type}}}"], "message": {}}""";
        await using var connection = await system.Run.ConnectToBroker();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json", Persistent = true };

        await channel.BasicPublishAsync(queue, "", true, properties, Encoding.UTF8.GetBytes(body));

        await Eventually.Is(async () => Assert.Equal(1, (await system.Run.DeadLetters()).GetValueOrDefault($"{queue}_error")), Patience);
        var message = await system.Command(service, "redrive-dead-letters");
        Assert.EndsWith(": 1", message, StringComparison.Ordinal);
        // It fails again, and is there once more.
        await Eventually.Is(async () => Assert.Equal(1u, await channel.QueuePurgeAsync($"{queue}_error")), Patience);
    }
}
