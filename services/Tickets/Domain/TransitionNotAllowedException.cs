namespace Meida.Tickets.Domain;

/// <summary>The ticket's status does not allow the command; nothing was changed.</summary>
internal sealed class TransitionNotAllowedException(TicketStatus from, TicketCommand command)
    : Exception($"A ticket that is {from} does not take the command {command}.")
{
    public TicketStatus From { get; } = from;

    public TicketCommand Command { get; } = command;
}
