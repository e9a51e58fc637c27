using System.Security.Claims;
using MassTransit;
using Meida.Contracts.Files;
using Meida.ServiceDefaults.Access;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Meida.Tickets.Visits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Meida.Tickets.Receipts;

/// <summary>
/// What Files says about a ticket's images, asked before a command that needs a receipt opens its transaction: nobody's rows
/// are locked, and no connection is held, while another service thinks.
/// </summary>
internal sealed class ReceiptQuestion(TicketsDbContext db, IRequestClient<GetTicketReceipts> files, IOptions<VisitRules> rules)
{
    private static readonly RequestTimeout Patience = RequestTimeout.After(s: 3);

    /// <summary>What Files answered; empty when it was not asked, because a receipt is known here or the ticket takes none.</summary>
    public IReadOnlyList<ReceiptUploaded> Answer { get; private set; } = [];

    /// <summary>Asks when the ticket can be completed and what is known here would not do; whether it may is the command's to decide.</summary>
    public async Task Ask(string? key, ClaimsPrincipal user, CancellationToken cancel)
    {
        if (!TicketKey.TryParse(key, out var id, out var number))
            return;

        var ticket = await db.Tickets.AsNoTracking().Named(id, number, user.TechnicianScope())
            .Select(t => new { t.Id, t.Status }).SingleOrDefaultAsync(cancel);
        // What is known here may be late; only Files can say that there is none.
        if (ticket is null || TicketTransitions.Next(ticket.Status, TicketCommand.Complete) is null || await HasAll(ticket.Id, cancel))
            return;

        Answer = (await files.GetResponse<TicketReceipts>(new GetTicketReceipts(ticket.Id), cancel, Patience)).Message.Receipts;
    }

    private async Task<bool> HasAll(Guid ticketId, CancellationToken cancel) =>
        await db.HasImage(ticketId, TicketImage.Receipt, cancel)
        && (!rules.Value.RequireSignature || await db.HasImage(ticketId, TicketImage.Signature, cancel));
}

internal static class ReceiptQuestions
{
    /// <summary>Asks Files first; goes in front of what opens the transaction.</summary>
    public static RouteHandlerBuilder AsksForReceipts(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        await http.RequestServices.GetRequiredService<ReceiptQuestion>().Ask(http.GetRouteValue("id")?.ToString(), http.User, http.RequestAborted);
        return await next(context);
    });

    public static Task<bool> HasImage(this TicketsDbContext db, Guid ticketId, string type, CancellationToken cancel) =>
        db.Images.AnyAsync(image => image.TicketId == ticketId && image.Type == type, cancel);
}
