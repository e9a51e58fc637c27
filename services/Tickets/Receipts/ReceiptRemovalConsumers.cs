using MassTransit;
using Meida.Contracts.Files;
using Meida.SharedKernel;
using Meida.Tickets.Assignment;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;

namespace Meida.Tickets.Receipts;

/// <summary>Files is about to delete an image and asks whether its ticket can spare it.</summary>
internal sealed class WithdrawReceiptConsumer(TicketsDbContext db, ReceiptLog receipts) : IConsumer<WithdrawReceipt>
{
    public async Task Consume(ConsumeContext<WithdrawReceipt> context)
    {
        var removal = context.Message.Removal;
        var ticket = await db.LockTicket(removal.TicketId, context.CancellationToken);
        var isInWork = ticket?.Status is TicketStatus.Assigned or TicketStatus.InProgress;
        if (isInWork)
            await receipts.Withdraw(ticket!, removal, context.CancellationToken);
        await context.RespondAsync(new ReceiptWithdrawal(isInWork, ticket is null ? null : EnumText.Of(ticket.Status)));
    }
}

/// <summary>Files has deleted an image.</summary>
internal sealed class ReceiptRemovedConsumer(TicketsDbContext db, ReceiptLog receipts) : IConsumer<ReceiptRemoved>
{
    public async Task Consume(ConsumeContext<ReceiptRemoved> context)
    {
        if (await db.LockTicket(context.Message.TicketId, context.CancellationToken) is { } ticket)
            await receipts.Withdraw(ticket, context.Message, context.CancellationToken);
    }
}
