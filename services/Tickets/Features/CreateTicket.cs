using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Meida.Tickets.Intake;
using Meida.Tickets.Products;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Features;

/// <summary>An agent books for a caller.</summary>
internal static class CreateTicket
{
    private const int MostDuplicates = 20;

    public static async Task<Created<TicketResponse>> Handle(
        BookingRequest request, TicketsDbContext db, ProductQuestion products, AgentIntake intake, TimeProvider clock, HttpContext http,
        CancellationToken cancel)
    {
        var errors = new FieldErrors().AddRange(BookingRules.Check(request, clock, out var details));
        if (details is null)
            throw errors.ToException();

        var centerId = await db.Choose(details.CenterId, details.Address, cancel);
        var product = await products.Ask(details.SerialNumber, cancel);
        var (ticket, token) = await intake.Open(details, centerId, product, http.Actor(), followUpOf: null, cancel);
        await db.SaveChangesAsync(cancel);
        var shown = await db.Show(ticket.Id, http, cancel);
        return TypedResults.Created($"/api/tickets/{ticket.Id}", shown with
        {
            PossibleDuplicates = await PossibleDuplicates(db, ticket, cancel),
            ManageUrl = ManageToken.Url(token),
        });
    }

    private static async Task<IReadOnlyList<string>> PossibleDuplicates(TicketsDbContext db, Ticket ticket, CancellationToken cancel) =>
        await db.Tickets
            .Where(t => t.CustomerPhoneHash == ticket.CustomerPhoneHash && t.AppointmentDate == ticket.AppointmentDate && t.Id != ticket.Id
                && t.Status != TicketStatus.Completed && t.Status != TicketStatus.Canceled)
            .OrderBy(t => t.CreatedAt).Take(MostDuplicates).Select(t => t.TicketNo).ToListAsync(cancel);
}
