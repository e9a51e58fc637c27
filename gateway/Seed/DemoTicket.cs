namespace Meida.Gateway.Seed;

/// <summary>How far a demonstration ticket has come, so that a start after a crash goes on where it stopped.</summary>
internal sealed class DemoTicket
{
    public required int Number { get; init; }

    /// <summary>The day the ticket was first tried: its appointment is counted from here, so that a repeated booking says the same.</summary>
    public required DateOnly BegunOn { get; init; }

    public Guid? TicketId { get; set; }

    public bool IsDone { get; set; }
}
