using Meida.ServiceDefaults.Refusals;
using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Meida.Tickets.Receipts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Tickets.Features;

/// <summary>The work is done and signed for. Needs a receipt image.</summary>
internal static class CompleteTicket
{
    public static async Task<Ok<TicketResponse>> Handle(
        string id, TicketDesk desk, TicketsDbContext db, ReceiptLog receipts, ReceiptQuestion asked, TimeProvider clock, HttpContext http,
        CancellationToken cancel)
    {
        var ticket = await desk.Load(id, http, cancel);
        ticket.Require(TicketCommand.Complete);
        if (!await db.HasReceipt(ticket.Id, cancel))
        {
            await receipts.Record(asked.Answer, cancel);
            if (!asked.Answer.Any(receipt => receipt.Type == TicketImage.Receipt))
                throw new ProblemException(StatusCodes.Status409Conflict, "receipt-required", "Upload a receipt image first.");
        }

        ticket.Complete(http.Actor(), clock.GetUtcNow());
        return await db.SaveAndShow(ticket, http, cancel);
    }
}
