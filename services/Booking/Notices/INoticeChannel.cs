namespace Meida.Booking.Notices;

/// <summary>A notice as it goes out.</summary>
/// <param name="Id">The same at every try, so that a channel can tell a repeated one.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Phone">Whom, in the form in which numbers are kept.</param>
/// <param name="Text">What.</param>
/// <param name="Words">What the text is made of, for a provider that keeps the texts itself.</param>
internal sealed record NoticeMessage(Guid Id, Guid TicketId, NoticeKind Kind, string Phone, string Text, NoticeWords Words)
{
    /// <summary>Names no personal data.</summary>
    public override string ToString() => $"{Kind} {TicketId}";
}

/// <summary>A way to customers.</summary>
internal interface INoticeChannel
{
    /// <summary>Returns when the notice is accepted; throws when it is not, and nobody knows then whether it arrives.</summary>
    Task Send(NoticeMessage message, CancellationToken cancel);

    /// <summary>Removes what the channel itself keeps of a ticket's notices.</summary>
    void Forget(Guid ticketId)
    {
    }
}

/// <summary>Where no channel is set nothing is ever written down to be sent.</summary>
internal sealed class NoChannel : INoticeChannel
{
    public Task Send(NoticeMessage message, CancellationToken cancel) => throw new InvalidOperationException("No channel is set.");
}
