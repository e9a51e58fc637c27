using MassTransit;
using Meida.Contracts.Booking;
using Meida.Messaging;

namespace Meida.Booking.Manage;

/// <summary>Opens a customer's link for Files, where her pictures go.</summary>
/// <remarks>The count of a wrong link is a statement of its own: a question that comes again is a wrong link more, and no harm.</remarks>
[AnswersDirectly]
internal sealed class OpenOwnLinkConsumer(LinkGuard guard) : IConsumer<OpenOwnLink>
{
    public async Task Consume(ConsumeContext<OpenOwnLink> context)
    {
        var (booking, wait) = await guard.Open(context.Message.TokenHash, context.Message.ClientNetwork, context.CancellationToken);
        await context.RespondAsync(new OwnLinkOpened(
            booking?.Id, booking?.TicketNo, wait is { } pause ? (int)Math.Ceiling(pause.TotalSeconds) : null));
    }
}
