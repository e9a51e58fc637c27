using MassTransit;
using Meida.Contracts.Files;
using Meida.ServiceDefaults.Refusals;
using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Meida.Tickets.Receipts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Features;

/// <summary>The work is done and signed for. Needs a receipt image.</summary>
internal static class CompleteTicket
{
    private static readonly RequestTimeout Patience = RequestTimeout.After(s: 3);

    public static async Task<Ok<TicketResponse>> Handle(
        string id, TicketDesk desk, TicketsDbContext db, ReceiptLog receipts, IRequestClient<GetTicketReceipts> files, TimeProvider clock,
        HttpContext http, CancellationToken cancel)
    {
        var ticket = await desk.Load(id, http, cancel);
        ticket.Require(TicketCommand.Complete);
        if (!await HasReceipt(db, ticket, cancel))
        {
            // What is known here may be late; only Files can say that there is none.
            var answer = await files.GetResponse<TicketReceipts>(new GetTicketReceipts(ticket.Id), cancel, Patience);
            await receipts.Record(answer.Message.Receipts, cancel);
            if (!answer.Message.Receipts.Any(receipt => receipt.Type == TicketImage.Receipt))
                throw new ProblemException(StatusCodes.Status409Conflict, "receipt-required", "Upload a receipt image first.");
        }

        ticket.Complete(http.Actor(), clock.GetUtcNow());
        return await db.SaveAndShow(ticket, http, cancel);
    }

    private static Task<bool> HasReceipt(TicketsDbContext db, Ticket ticket, CancellationToken cancel) =>
        db.Images.AnyAsync(image => image.TicketId == ticket.Id && image.Type == TicketImage.Receipt, cancel);
}
