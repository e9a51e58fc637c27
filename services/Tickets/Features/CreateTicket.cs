using Meida.Contracts.Booking;
using Meida.Contracts.Tickets;
using Meida.Messaging;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Meida.Tickets.Products;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Features;

/// <summary>An agent books for a caller. Booking is told, so that the customer can look the ticket up.</summary>
internal static class CreateTicket
{
    private const int MostDuplicates = 20;

    public static async Task<Created<TicketResponse>> Handle(
        BookingRequest request, TicketsDbContext db, PersonalData personalData, ProductQuestion products, Outbox outbox, TimeProvider clock,
        HttpContext http,
        CancellationToken cancel)
    {
        var errors = new FieldErrors().AddRange(BookingRules.Check(request, clock, out var details));
        if (details is null)
            throw errors.ToException();

        var now = clock.GetUtcNow();
        var centerId = await db.Choose(details.CenterId, details.Address, cancel);
        var product = await products.Ask(details.SerialNumber, cancel);
        var opening = new TicketOpening(
            Guid.CreateVersion7(now), await FreeNumber(db, cancel), details.CustomerName, personalData.PhoneHash(details.Phone),
            details.Phone.Masked, personalData.Seal(details.Phone.Value), details.Address, details.IssueDesc, centerId,
            details.ProductModel, details.AppointmentDate, details.AppointmentTime, details.SerialNumber, product.ForTicket());
        var ticket = Ticket.Book(opening, http.Actor(), now);
        db.Tickets.Add(ticket);

        var token = ManageToken.New();
        var sealedDetails = personalData.Seal(new SealedDetails(details.CustomerName, details.Phone.Value, details.Address, details.IssueDesc));
        outbox.Publish(db, new AgentBookingRecorded(new BookingSubmitted(
            ticket.Id, ticket.TicketNo, centerId, ticket.AppointmentDate, ticket.AppointmentTime, ticket.ProductModel, sealedDetails, now,
            ticket.SerialNumber, product), ManageToken.Hash(token)));
        await db.SaveChangesAsync(cancel);
        var shown = await db.Show(ticket.Id, http, cancel);
        return TypedResults.Created($"/api/tickets/{ticket.Id}", shown with
        {
            PossibleDuplicates = await PossibleDuplicates(db, ticket, cancel),
            ManageUrl = ManageToken.Url(token),
        });
    }

    // Two draws of 39 random bits meet about never; the unique index is the law, this spares the caller.
    private static async Task<string> FreeNumber(TicketsDbContext db, CancellationToken cancel)
    {
        string number;
        do
            number = TicketNumber.New(TicketNumberIssuer.Tickets);
        while (await db.Tickets.AnyAsync(ticket => ticket.TicketNo == number, cancel));
        return number;
    }

    private static async Task<IReadOnlyList<string>> PossibleDuplicates(TicketsDbContext db, Ticket ticket, CancellationToken cancel) =>
        await db.Tickets
            .Where(t => t.CustomerPhoneHash == ticket.CustomerPhoneHash && t.AppointmentDate == ticket.AppointmentDate && t.Id != ticket.Id
                && t.Status != TicketStatus.Completed && t.Status != TicketStatus.Canceled)
            .OrderBy(t => t.CreatedAt).Take(MostDuplicates).Select(t => t.TicketNo).ToListAsync(cancel);
}
