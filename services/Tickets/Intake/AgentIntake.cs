using Meida.Contracts.Booking;
using Meida.Contracts.Tickets;
using Meida.Messaging;
using Meida.SharedKernel;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Meida.Tickets.Products;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Intake;

/// <summary>Opens the tickets that agents book. Booking is told, so that the customer can look them up.</summary>
internal sealed class AgentIntake(TicketsDbContext db, PersonalData personalData, Outbox outbox, TimeProvider clock)
{
    /// <summary>Adds a ticket in the current transaction; the caller saves.</summary>
    /// <returns>The ticket, and the token of the customer's own page of it.</returns>
    public async Task<(Ticket Ticket, string Token)> Open(
        BookingDetails details, Guid? centerId, ProductWarranty? product, ActorInfo by, Guid? followUpOf, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var opening = new TicketOpening(
            Guid.CreateVersion7(now), await FreeNumber(cancel), details.CustomerName, personalData.PhoneHash(details.Phone),
            details.Phone.Masked, personalData.Seal(details.Phone.Value), details.Address, details.IssueDesc, centerId,
            details.ProductModel, details.AppointmentDate, details.AppointmentTime, details.SerialNumber, product.ForTicket(), followUpOf);
        var ticket = Ticket.Book(opening, by, now);
        db.Tickets.Add(ticket);

        var token = ManageToken.New();
        var sealedDetails = personalData.Seal(new SealedDetails(details.CustomerName, details.Phone.Value, details.Address, details.IssueDesc));
        outbox.Publish(db, new AgentBookingRecorded(new BookingSubmitted(
            ticket.Id, ticket.TicketNo, centerId, ticket.AppointmentDate, ticket.AppointmentTime, ticket.ProductModel, sealedDetails, now,
            ticket.SerialNumber, product), ManageToken.Hash(token)));
        return (ticket, token);
    }

    // Two draws of 39 random bits meet about never; the unique index is the law, this spares the caller.
    private async Task<string> FreeNumber(CancellationToken cancel)
    {
        string number;
        do
            number = TicketNumber.New(TicketNumberIssuer.Tickets);
        while (await db.Tickets.AnyAsync(ticket => ticket.TicketNo == number, cancel));
        return number;
    }
}
