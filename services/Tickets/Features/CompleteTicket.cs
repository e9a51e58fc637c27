using Meida.ServiceDefaults.Refusals;
using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Meida.Tickets.Receipts;
using Meida.Tickets.Visits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Options;

namespace Meida.Tickets.Features;

/// <summary>The work is done and signed for, with what was done and what it costs. Needs a receipt image.</summary>
internal static class CompleteTicket
{
    public static async Task<Ok<TicketResponse>> Handle(
        string id, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] CompletionRequest? request, TicketDesk desk, TicketsDbContext db,
        ReceiptLog receipts, ReceiptQuestion asked, VerificationTries tries, IOptions<VisitRules> rules, TimeProvider clock, HttpContext http,
        CancellationToken cancel)
    {
        var report = request?.Read(rules.Value) ?? VisitReport.Empty;
        var ticket = await desk.Load(id, http, cancel);
        ticket.Require(TicketCommand.Complete);
        await receipts.Record(asked.Answer, cancel);
        if (!await Has(TicketImage.Receipt))
            throw Conflict("receipt-required", "Upload a receipt image first.");
        if (rules.Value.RequireSignature && !await Has(TicketImage.Signature))
            throw Conflict("signature-required", "The customer has to sign first.");

        if (tries.IsRight is false)
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, "verification-code-wrong", "This is not the customer's code.");
        if (tries.IsRight is null && rules.Value.RequireVerificationCode)
            throw Conflict("verification-code-required", "Ask the customer for the six digits on her page.");

        ticket.Complete(report, tries.IsRight is true, http.Actor(), clock.GetUtcNow());
        return await db.SaveAndShow(ticket, http, cancel);

        async Task<bool> Has(string type) => asked.Answer.Any(image => image.Type == type) || await db.HasImage(ticket.Id, type, cancel);
    }

    private static ProblemException Conflict(string slug, string detail) => new(StatusCodes.Status409Conflict, slug, detail);
}
